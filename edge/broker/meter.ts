import { dollars } from '../../core/pricing/prices.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';

/** Money held for one request in flight. Settle it exactly once; later settlements do nothing. */
export type Reservation = {
  readonly amount: number;
  /** Books what the request really cost, in micro-dollars, and frees the rest. */
  settle(cost: number): void;
  isSettled(): boolean;
};

export type Meter = {
  /**
   * Holds `amount` micro-dollars. Waits while the money is only held by requests in flight; refuses
   * at once when it is spent. Resolves with a refusal, too, when `signal` ends the wait.
   */
  reserve(amount: number, signal: AbortSignal): Promise<Reservation | Refusal>;
  spent(): number;
};

type Waiter = { amount: number; decide(answer: Reservation | Refusal): void };

/**
 * Keeps a budget: what is spent plus what is held never exceeds it, so that no order of answers can
 * overshoot it. The cost of a request is booked even where it turns out above its reservation.
 */
export function makeMeter(budget: number): Meter {
  let spent = 0;
  let held = 0;
  const waiting: Waiter[] = [];

  const hold = (amount: number): Reservation => {
    held += amount;
    let open = true;
    return {
      amount,
      settle(cost) {
        if (!open) return;
        open = false;
        held -= amount;
        spent += cost;
        serve();
      },
      isSettled: () => !open,
    };
  };

  const answer = (amount: number): Reservation | Refusal | 'wait' => {
    if (spent + amount > budget) return overBudget(amount, spent, budget);
    return spent + held + amount > budget ? 'wait' : hold(amount);
  };

  /** First come, first served: a large request is not overtaken for ever by small ones. */
  const serve = () => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const decision = answer(first.amount);
      if (decision === 'wait') return;
      waiting.shift();
      first.decide(decision);
    }
  };

  return {
    spent: () => spent,
    reserve(amount, signal) {
      const decision = waiting.length > 0 ? 'wait' : answer(amount);
      if (decision !== 'wait') return Promise.resolve(decision);
      return new Promise((resolve) => {
        const waiter: Waiter = { amount, decide: resolve };
        waiting.push(waiter);
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

function overBudget(amount: number, spent: number, budget: number): Refusal {
  return refuse(
    'over-budget',
    `The run's budget is ${dollars(budget)}, ${dollars(spent)} of it is spent, and this request may cost up to ${dollars(amount)}.`,
    'Raise budget_usd in the profile, choose a cheaper model or give the agent a smaller task.',
  );
}
