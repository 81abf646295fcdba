import { refuse, type Refusal } from '../../core/refusal.ts';

/** So many micro-dollars, for a request or for the envelope of a child. */
export type Wish = { readonly amount: number; readonly isEnvelope: boolean };

/** Those that wait for money. */
export type WaitingLine = {
  /**
   * Decides about a wish, at once or when it is its turn, and takes what fits in the same moment. Resolves with what was
   * taken, or with the refusal; with one, too, when `signal` ends the wait.
   */
  enter<Taken>(wish: Wish, signal: AbortSignal, take: () => Taken): Promise<Taken | Refusal>;
  /** Decides about those whose turn it is, after the money has changed. */
  serve(): void;
};

type Decision = 'fits' | Refusal;
type Waiter = Wish & { decide(decision: Decision): void };

/**
 * First come, first served: a large request is not overtaken for ever by small ones. Envelopes, which wait for requests
 * in flight alone, come before requests, which may wait for an envelope.
 */
export function makeWaitingLine(judge: (wish: Wish) => Decision | 'wait'): WaitingLine {
  const waiting: Waiter[] = [];
  const serve = () => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const decision = judge(first);
      if (decision === 'wait') return;
      waiting.shift();
      first.decide(decision);
    }
  };
  /** How many are before a new wish. */
  const ahead = ({ isEnvelope }: Wish) => {
    const requests = waiting.findIndex((waiter) => !waiter.isEnvelope);
    return isEnvelope && requests !== -1 ? requests : waiting.length;
  };
  return {
    serve,
    enter(wish, signal, take) {
      const place = ahead(wish);
      const first = place > 0 ? 'wait' : judge(wish);
      if (first !== 'wait') return Promise.resolve(first === 'fits' ? take() : first);
      return new Promise((resolve) => {
        const decide = (decision: Decision) => resolve(decision === 'fits' ? take() : decision);
        const waiter: Waiter = { ...wish, decide };
        waiting.splice(place, 0, waiter);
        const leave = () => {
          const at = waiting.indexOf(waiter);
          if (at === -1) return;
          waiting.splice(at, 1);
          resolve(refuse('agent-left', 'The agent gave up waiting for budget.', 'Nothing to do.'));
          serve();
        };
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
