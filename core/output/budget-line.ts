import { dollarsIn } from '../ledger/amount.ts';
import type { Basis } from '../ledger/settle.ts';
import { joined, words, type Document } from '../redact/document.ts';
import { dollars } from './amounts.ts';

/** What a job's reservation has come to; micro-dollars. */
export type BudgetView = {
  readonly reserved: number;
  readonly settled: number;
  readonly basis: Basis;
  /** The day (UTC) that it counts for. */
  readonly day: string;
  /** What is left of that day's capped budgets, the person's and the repository's. */
  readonly left: readonly { readonly whose: string; readonly left: number; readonly cap: number }[];
};

/** The line at the end of a status comment that says what the run cost of what was reserved for it. */
export function budgetLine({ reserved, settled, basis, day, left }: BudgetView): Document {
  const rest = left.map(({ whose, left, cap }) => `${shown(left)} of ${shown(cap)} for ${whose}`);
  const facts = [
    words`Budget: ${spent(basis, shown(settled), shown(reserved))}`,
    ...(rest.length === 0 ? [] : [words` · left on ${day} (UTC): ${rest.join(', ')}`]),
  ];
  return joined([words`<sub>`, ...facts, words`</sub>`]);
}

function spent(basis: Basis, settled: string, reserved: string): string {
  if (basis === 'reported') return `${settled} of the ${reserved} reserved`;
  if (basis === 'bounded') return `all of the ${reserved} reserved, since the run reports more`;
  return `all of the ${reserved} reserved, since no cost is known`;
}

function shown(micro: number): string {
  return dollars(dollarsIn(micro));
}
