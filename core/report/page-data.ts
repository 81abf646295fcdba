import type { Result } from '../output/result.ts';
import type { RunRow } from './run-row.ts';

/** A record as far as it could be proven, and what is wrong with it where it could not. */
export type RecordView = {
  /** The lines of audit.jsonl, byte for byte, up to the first that is wrong. */
  readonly lines: readonly string[];
  /** The digest of the last of them. */
  readonly head: string;
  /** Null when all of the record holds. `line` counts from 1. */
  readonly objection: { readonly line: number; readonly because: string } | null;
};

/** What a page about one run is made of; all else is worked out in the page. */
export type RunPage = {
  readonly kind: 'run';
  /** The folder of the run, as a name for people. */
  readonly name: string;
  /** Null when it is missing or cannot be trusted; `resultProblem` then says why. */
  readonly result: Result | null;
  readonly resultProblem: string | null;
  /** Null when the run left none: it never started. */
  readonly record: RecordView | null;
  /** What was masked on the way into this page. A record of which something was masked no longer chains. */
  readonly masked: readonly { readonly kind: string; readonly count: number }[];
};

/** What a page about many runs is made of. */
export type IndexPage = {
  readonly kind: 'index';
  readonly name: string;
  readonly runs: readonly RunRow[];
  /** Folders that look like runs and could not be read, and why. */
  readonly unreadable: readonly { readonly name: string; readonly because: string }[];
  readonly masked: readonly { readonly kind: string; readonly count: number }[];
};

/** What a page shows instead of a text that was kept back. */
export type NoticePage = { readonly kind: 'notice'; readonly notice: string };

export type PageData = RunPage | IndexPage | NoticePage;
