import type { Once } from '../edge/claude/supervision.ts';

/** What was shown to hold in one run, told by the words of what it was shown of. */
export type ShownOnce = (what: string) => Once;

/**
 * Keeps what was shown in one run. Who asks for the same waits for whoever is showing it; where that one fails, or is
 * ended, the next shows it itself: only what held is kept.
 */
export function shownOnce(): ShownOnce {
  const trials = new Map<string, Promise<boolean>>();
  return (what) => async (show) => {
    for (let other = trials.get(what); other !== undefined; other = trials.get(what))
      if (await other) return 'before';
    const own = Promise.withResolvers<boolean>();
    trials.set(what, own.promise);
    let holds = false;
    try {
      holds = await show();
    } finally {
      if (!holds) trials.delete(what);
      own.resolve(holds);
    }
    return holds ? 'now' : 'not';
  };
}
