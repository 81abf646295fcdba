import { callsById } from './look.ts';
import type { Played } from './play.ts';

/**
 * What became of a call: `allowed` ran well, `erred` was allowed and failed, `refused` was refused by our
 * policy, `turned down` by the CLI itself before it asked, `cut` was allowed and its run ended with it.
 */
export type Outcome = 'allowed' | 'erred' | 'refused' | 'turned down' | 'cut';

/** What became of the calls of one run, by their index. One that the CLI never came to is not among them. */
export function outcomesOf(played: Pick<Played, 'requests' | 'turns' | 'told'>): Map<number, Outcome> {
  const indexOf = indexes(played);
  const found = new Map<number, Outcome>();
  for (const told of played.told) {
    if (told.kind !== 'judged' && told.kind !== 'ended') continue;
    const index = indexOf(told.callId);
    if (index === undefined) continue;
    if (told.kind === 'judged') {
      const refused = told.asked ? 'refused' : 'turned down';
      found.set(index, told.allow ? 'cut' : refused);
    } else if (found.get(index) === 'cut') found.set(index, told.isError ? 'erred' : 'allowed');
  }
  return found;
}

/** The ids of an answer count its calls; those of the last one may not have come back in a request. */
function indexes(played: Pick<Played, 'requests' | 'turns'>): (id: string) => number | undefined {
  const known = callsById(played);
  const answered = new Set([...known.keys()].map(answerOf));
  const last = played.turns[answered.size] ?? [];
  return (id) => {
    const index = known.get(id);
    if (index !== undefined || answered.has(answerOf(id))) return index;
    return last[Number(id.split('_').at(-1))]?.index;
  };
}

function answerOf(id: string): string {
  return id.replace(/_\d+$/, '');
}
