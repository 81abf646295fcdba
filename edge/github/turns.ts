import { nextPlace, partLeft, placesLeft, stillCounted } from '../../core/pacing/next-place.ts';
import { Held } from './held.ts';
import type { Clock, PaceRules } from './pace-rules.ts';
import type { Pause } from './pause.ts';

/** What goes first: dispatches and ends (0), what answers people (1), news of a run's progress (2). */
export type Order = 0 | 1 | 2;

/** `patience`: how long the call waits for its turn, in milliseconds, where that is less than others do. */
type Ordered = { readonly order: Order; readonly patience?: number | undefined };

/** Who may make something at GitHub next. */
export type Turns = {
  /** Resolves when it is this call's turn; its order and patience may change meanwhile. Rejects with `Held` when it takes too long. */
  take(call: Ordered): Promise<void>;
  /** How much may be made now. */
  left(): number;
  /** What part of the limits is left: 0 to 1. */
  part(): number;
};

type Waiting = { call: Ordered; since: number; go: () => void; giveUp: (error: Held) => void };

/** Opens the turns of one installation. */
export function openTurns(rules: PaceRules, clock: Clock, pause: Pause): Turns {
  const budgets = rules.limits.filter(isBudget);
  const waiting: Waiting[] = [];
  let taken: number[] = [];
  let isHanding = false;
  const deadlineOf = ({ call, since }: Pick<Waiting, 'call' | 'since'>): number =>
    since + Math.min(rules.longestWaitMs, call.patience ?? Infinity);
  const next = (now = clock.now()): number => Math.max(nextPlace(taken, rules.limits, now), pause.until());

  const handOut = async (): Promise<void> => {
    isHanding = true;
    while (waiting.length > 0) {
      const now = clock.now();
      const at = next(now);
      // Whoever's turn it is goes, however late: a clock that was set forward is no reason to give up.
      if (at > now)
        for (const late of waiting.filter((one) => deadlineOf(one) < now)) {
          waiting.splice(waiting.indexOf(late), 1);
          late.giveUp(tooLong(at));
        }
      const first = waiting.toSorted((one, other) => one.call.order - other.call.order)[0];
      if (first === undefined) break;
      if (at <= now) {
        waiting.splice(waiting.indexOf(first), 1);
        taken = [...stillCounted(taken, rules.limits, now), now];
        first.go();
      } else {
        const soonest = Math.min(...waiting.map(deadlineOf));
        await clock.sleep(Math.min(at - now + clock.random() * rules.jitterMs, soonest - now + 1));
      }
    }
    // With nothing awaited in between, so that nobody comes unseen.
    isHanding = false;
  };
  return {
    async take(call) {
      // One look at the clock: between two of them a moment passes, which is no waiting.
      const now = clock.now();
      if (next(now) > deadlineOf({ call, since: now })) throw tooLong(next(now));
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ call, since: now, go: resolve, giveUp: reject });
      if (!isHanding) void handOut();
      return promise;
    },
    left: () => (clock.now() < pause.until() ? 0 : placesLeft(taken, budgets, clock.now())),
    part: () => (clock.now() < pause.until() ? 0 : partLeft(taken, budgets, clock.now())),
  };
}

/** A limit of one is a distance between two calls. */
function isBudget({ most }: { most: number }): boolean {
  return most > 1;
}

function tooLong(until: number): Held {
  return new Held('GitHub lets this installation make no more for now (its limits for content).', until);
}
