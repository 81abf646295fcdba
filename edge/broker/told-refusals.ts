import type { Refusal } from '../../core/refusal.ts';
import type { ActorEvent } from './events.ts';

/** Of each code so many refusals are told one by one: who they were about is known by then. */
const TOLD_ONE_BY_ONE = 20;

/** What tells of one actor's refused requests, which have no end where an agent wants none. */
export type ToldRefusals = {
  /** Tells of a refusal, or counts it. */
  tell(request: number, refusal: Refusal): void;
  /** Tells of what was counted and not told yet. Safe to repeat. */
  flush(): void;
};

/**
 * Tells of the first refusals of each code in full, and of the others by their number, each time that there are twice as
 * many as before: of a million there are some forty events, and whoever is killed in between has told of half at least.
 */
export function tellRefusals(onEvent: (event: ActorEvent) => void): ToldRefusals {
  const seen = new Map<string, { all: number; told: number }>();
  const tellCount = (code: string, counted: { all: number; told: number }) => {
    const count = counted.all - counted.told;
    counted.told = counted.all;
    if (count > 0) onEvent({ kind: 'refused-more', code, count });
  };
  return {
    tell(request, { code, because, remedy }) {
      const counted = seen.get(code) ?? { all: 0, told: 0 };
      seen.set(code, counted);
      counted.all += 1;
      if (counted.all <= TOLD_ONE_BY_ONE) {
        counted.told = counted.all;
        onEvent({ kind: 'refused', request, code, because, remedy });
      } else if (counted.all === 2 * counted.told) tellCount(code, counted);
    },
    flush() {
      for (const [code, counted] of seen) tellCount(code, counted);
    },
  };
}
