import { code, joined, link, words, type Document } from '../redact/document.ts';
import { dollars } from './amounts.ts';

/** Whose answer is shown again. `at`: when it was given, ISO; `costUsd`: what that run cost, null when unknown. */
export type Cached = {
  readonly jobId: string;
  readonly runUrl: string | null;
  readonly at: string;
  readonly costUsd: number | null;
};

/** Says that nothing was run, whose answer this is instead, and how to have a new one. */
export function cachedWords({ jobId, runUrl, at, costUsd }: Cached): Document {
  const run = runUrl === null ? words`an earlier run` : words`${link('an earlier run', runUrl)}`;
  const cost = costUsd === null ? joined([]) : words`, which cost ${dollars(costUsd)} then`;
  return words`♻️ **Cached**: ${run} (job ${code(jobId)}, ${code(at)})${cost}, gave this answer to the same task at the same commit and configuration. Nothing was run now, and nothing spent. For a new run write the command with ${code('--fresh')}.

`;
}
