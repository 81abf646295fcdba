import { assertNever } from '../fault.ts';
import { dollars } from '../output/amounts.ts';
import type { RefusalCode } from '../failure/codes.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { dollarsIn } from './amount.ts';
import { resetOf, WINDOWS, type Caps, type Window, type Windows } from './windows.ts';

/** What is to be decided, in micro-dollars. */
export type Wish = {
  /** The most that the run may cost. */
  wanted: number;
  caps: Caps;
  spent: Windows<number>;
  /** Held for runs that have not ended. */
  reserved: Windows<number>;
  /** Milliseconds since 1970. */
  now: number;
};

/**
 * Null when the run fits under every cap, else the first cap that it would break. What is no plain amount never
 * fits, and without a cap sums stay within what is counted exactly.
 */
export function decideReservation({ wanted, caps, spent, reserved, now }: Wish): Refusal | null {
  if (!Number.isSafeInteger(wanted) || wanted <= 0) return noAmount();
  for (const window of WINDOWS) {
    const cap = caps[window] ?? Number.MAX_SAFE_INTEGER;
    // Asked as "does it fit", so that a number that is none refuses.
    const fits =
      spent[window] >= 0 && reserved[window] >= 0 && wanted <= cap - spent[window] - reserved[window];
    if (!fits)
      return overBudget(window, cap, { wanted, spent: spent[window], reserved: reserved[window] }, now);
  }
  return null;
}

type Numbers = { wanted: number; spent: number; reserved: number };

function overBudget(window: Window, cap: number, { wanted, spent, reserved }: Numbers, now: number): Refusal {
  const shown = (micro: number) => dollars(dollarsIn(micro));
  const because =
    `The budget ${named(window)} (\`${window}\`) is ${shown(cap)}: ${shown(spent)} are spent, ` +
    `${shown(reserved)} are reserved for runs under way, and this run may cost ${shown(wanted)}.`;
  const remedy =
    wanted > cap
      ? "Lower the agent's `budget_usd`, or raise the budget: the run alone is more than that."
      : `Wait for the runs under way, or until ${resetOf(window, now)} (UTC), when it starts anew.`;
  return refuse(CODES[window], because, remedy);
}

const CODES: Readonly<Record<Window, RefusalCode>> = {
  user_per_day: 'over-user-per-day',
  repository_per_day: 'over-repository-per-day',
  installation_per_month: 'over-installation-per-month',
};

function named(window: Window): string {
  switch (window) {
    case 'user_per_day':
      return 'of one person for a day';
    case 'repository_per_day':
      return 'of this repository for a day';
    case 'installation_per_month':
      return 'of this installation for a month';
    default:
      return assertNever(window);
  }
}

function noAmount(): Refusal {
  return refuse(
    'budget-unreadable',
    'What the run may cost is no amount of money that can be counted.',
    "Set the agent's `budget_usd` to a number of dollars.",
  );
}
