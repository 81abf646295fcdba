import type { Cached } from '../core/output/cached-words.ts';
import type { Posted } from '../core/output/posted.ts';
import type { Result } from '../core/output/result.ts';
import type { Refusal } from '../core/refusal.ts';
import type { SessionFacts } from '../core/session/session-facts.ts';
import type { TerminalState } from '../edge/store/job.ts';
import type { FoundChange } from './check-change.ts';
import type { CheckedFiles } from '../core/output/keep/recheck-files.ts';

/** How a job ends, and what its comment will say. `costUsd`: what a run reported whose result is not shown. */
export type Ending = {
  state: TerminalState;
  cause: Refusal | null;
  result?: Result;
  /** Of the result's text as the run left it. */
  resultSha256?: string;
  /** The conversation that the run kept; null or absent for none. */
  session?: SessionFacts | null;
  /** Whose answer it is, where nothing was run. */
  cached?: Cached;
  /** What the run proposes to change, or why it does not; null where nobody asked. */
  change?: FoundChange;
  /** The files that the run keeps, or why it does not; null where nobody asked. */
  files?: CheckedFiles;
  /** What became of what was handed in. */
  posted?: readonly Posted[];
  costUsd?: number | null;
};
