import { isAmount } from '../../core/fleet/envelopes.ts';
import { dollars } from '../../core/pricing/prices.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { makeWaitingLine, type Wish } from './waiting-line.ts';

/** Money held for one request in flight. Settle it exactly once; later settlements do nothing. */
export type Reservation = {
  readonly amount: number;
  /** Books what the request really cost, in micro-dollars, and frees the rest. */
  settle(cost: number): void;
  isSettled(): boolean;
};

/** What the requests of one actor are paid from. */
export type Meter = {
  /**
   * Holds `amount` micro-dollars. Waits while the money is only held, by requests in flight or for children that may
   * not spend it; refuses at once when it is spent. Resolves with a refusal, too, when `signal` ends the wait.
   */
  reserve(amount: number, signal: AbortSignal): Promise<Reservation | Refusal>;
  /** Micro-dollars that this actor and all below it have spent. */
  spent(): number;
};

/** The budget of one actor of a fleet, with those of its children within it. */
export type Envelope = Meter & {
  /**
   * Holds `budget` micro-dollars for a child. Waits only for requests in flight; refuses at once when what is spent and
   * what its other children hold leave too little. Resolves with a refusal, too, when `signal` ends the wait.
   */
  open(budget: number, signal: AbortSignal): Promise<Envelope | Refusal>;
  /**
   * Ends this envelope and those within it, once: what was spent is booked in the parent's, what is held for a request
   * that nobody settled with it, and the rest is free there. Returns what was spent, in micro-dollars.
   */
  close(): number;
  /** Micro-dollars that are spent or held, for requests and for children. */
  used(): number;
};

/** An envelope as its parent sees it: `claim` is what it takes there. */
type Child = Pick<Envelope, 'spent' | 'close'> & { claim(): number };
/** A parent as its child sees it. */
type Parent = { name: string; changed(): void; leave(child: Child, spent: number): void };

/**
 * Keeps a budget: what is spent plus what is held never exceeds it, so that no order of answers can
 * overshoot it. The cost of a request is booked even where it turns out above its reservation; then all
 * envelopes around it have so much less.
 */
export function makeMeter(budget: number): Envelope {
  return makeEnvelope(budget, { name: "The run's budget", changed() {}, leave() {} }).envelope;
}

function makeEnvelope(budget: number, parent: Parent): { envelope: Envelope; child: Child } {
  let [own, held, gone, isClosed] = [0, 0, 0, false];
  const children = new Set<Child>();
  const of = (share: (child: Child) => number) => [...children].reduce((sum, child) => sum + share(child), 0);
  const spent = () => own + gone + of((child) => child.spent());
  const used = () => own + gone + held + of((child) => child.claim());
  const line = makeWaitingLine(({ amount, isEnvelope }) => {
    if (isClosed) return ended();
    // A request may wait for what a child does not spend. An envelope may not: the lead is to hear of it now.
    const lasting = isEnvelope ? used() - held : spent();
    // Asked as "does it fit", so that an amount that is none refuses.
    if (!(isAmount(amount) && lasting + amount <= budget))
      return over({ amount, isEnvelope }, parent.name, lasting, budget);
    return used() + amount <= budget ? 'fits' : 'wait';
  });
  const changed = () => {
    line.serve();
    parent.changed();
  };
  const hold = (amount: number): Reservation => {
    held += amount;
    let open = true;
    return {
      amount,
      settle(cost) {
        if (!open || isClosed) return;
        open = false;
        held -= amount;
        own += isAmount(cost) ? cost : amount;
        changed();
      },
      isSettled: () => !open || isClosed,
    };
  };
  const leave = (child: Child, cost: number) => {
    children.delete(child);
    gone += cost;
    changed();
  };
  const close = () => {
    if (isClosed) return own + gone;
    for (const child of children) child.close();
    isClosed = true;
    own += held;
    held = 0;
    line.serve();
    parent.leave(child, own + gone);
    return own + gone;
  };
  const child: Child = { spent, close, claim: () => Math.max(budget, used()) };
  const put = (amount: number): Envelope => {
    const within = makeEnvelope(amount, { name: "This worker's budget", changed, leave });
    children.add(within.child);
    return within.envelope;
  };
  const envelope: Envelope = {
    spent,
    used,
    close,
    reserve: (amount, signal) => line.enter({ amount, isEnvelope: false }, signal, () => hold(amount)),
    open: (amount, signal) => line.enter({ amount, isEnvelope: true }, signal, () => put(amount)),
  };
  return { envelope, child };
}

function over({ amount, isEnvelope }: Wish, name: string, lasting: number, budget: number): Refusal {
  if (isEnvelope)
    return refuse(
      'over-envelope',
      `${name} is ${dollars(budget)}, ${dollars(lasting)} of it are spent or held for workers, and this worker is to have ${dollars(amount)}.`,
      'Wait until a worker ends, or give this one a smaller budget_usd.',
    );
  return refuse(
    'over-budget',
    `${name} is ${dollars(budget)}, ${dollars(lasting)} of it is spent, and this request may cost up to ${dollars(amount)}.`,
    'Raise budget_usd in the profile, choose a cheaper model or give the agent a smaller task.',
  );
}

function ended(): Refusal {
  return refuse('actor-gone', 'This agent has ended, and its budget with it.', 'Nothing to do.');
}
