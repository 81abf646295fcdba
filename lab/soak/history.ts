import { isTerminal, OPEN_STATES, type JobState } from '../../edge/store/job.ts';

/** A line of a job's history. */
export type Transition = { from: JobState | null; to: JobState };

/**
 * What is wrong with the history of a job that has ended, whose row says `state`: each line begins where the one
 * before ended, states come in their order, and there is one end, which is the last line and the row's.
 */
export function anomaliesOf(history: readonly Transition[], state: JobState): string[] {
  const found: string[] = [];
  let at: JobState | null = null;
  for (const { from, to } of history) {
    if (from !== at) found.push(`goes on from ${from ?? 'nothing'} where it was ${at ?? 'nothing'}`);
    if (at !== null && isTerminal(at)) found.push(`goes to ${to} after it ended as ${at}`);
    else if (!isTerminal(to) && rank(to) <= rank(at) && !mayGoBack(at, to))
      found.push(`goes back from ${at ?? 'nothing'} to ${to}`);
    at = to;
  }
  const asked = history.filter(({ to }) => to === 'dispatching').length;
  if (asked > 2) found.push(`its run was asked for ${asked} times`);
  if (at !== state) found.push(`its row says ${state}, its history ${at ?? 'nothing'}`);
  if (at === null || !isTerminal(at)) found.push('has no end');
  return found;
}

/** A run that nobody saw is asked for once more; a result is read again by whoever takes over. */
function mayGoBack(from: JobState | null, to: JobState): boolean {
  return (from === 'dispatching' && to === 'reserved') || (from === 'publishing' && to === 'collecting');
}

function rank(state: JobState | null): number {
  return state === null ? -1 : OPEN_STATES.findIndex((one) => one === state);
}
