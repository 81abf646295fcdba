import { refuse, type Refusal } from '../../core/refusal.ts';

/** Characters that calls without a result, and results, may hold together: what a run keeps in memory. */
const MOST_KEPT = 8 * 1024 * 1024;
/** Calls of one run, each remembered by its id. */
const MOST_CALLS = 10_000;
/** Opening brackets of one line: each may cost fifty times its length once it is read. */
const MOST_BRACKETS = 200_000;
/** What is remembered of anything costs more than its text. */
export const OVERHEAD = 500;

/** Counts what the CLI makes us remember. */
export type Burden = { kept: number; calls: number };

/** Whether a line would fill our memory when it is read as JSON. */
export function isTooDense(line: string): boolean {
  if (line.length <= MOST_BRACKETS) return false;
  let brackets = 0;
  for (let at = 0; at < line.length; at += 1) {
    const unit = line.charCodeAt(at);
    if (unit === 0x5b || unit === 0x7b) brackets += 1;
  }
  return brackets > MOST_BRACKETS;
}

/** The end of a run whose CLI makes us remember too much, or null. */
export function overburdened({ kept, calls }: Burden): Refusal | null {
  if (kept <= MOST_KEPT && calls <= MOST_CALLS) return null;
  const what =
    calls > MOST_CALLS ? `${MOST_CALLS} calls` : `${MOST_KEPT / 1024 ** 2} MiB of open calls and results`;
  return refuse(
    'too-much-output',
    `The claude CLI wrote more than ${what}.`,
    'Give the agent a smaller task; if it was small, report this with the version of the CLI.',
  );
}
