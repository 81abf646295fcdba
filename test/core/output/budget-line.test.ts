import { expect, test } from 'vitest';
import { budgetLine, type BudgetView } from '../../../core/output/budget-line.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';

const $ = 1_000_000;
const view: BudgetView = { reserved: $, settled: 0.25 * $, basis: 'reported', day: '2026-11-21', left: [] };

/** As it passes the gate, without the marks that keep amounts from being read as Markdown. */
function shown(differing: Partial<BudgetView> = {}): string {
  const passed = gate(budgetLine({ ...view, ...differing }), 'comment', { secrets: {} });
  return isWithheld(passed)
    ? 'withheld'
    : reveal(passed)
        .replaceAll(/[`\\]|<\/?sub>/g, '')
        .trim();
}

test('says what the run cost of what was reserved', () => {
  expect(shown()).toBe('Budget: $0.25 of the $1.00 reserved');
});

test('says why all of it counts', () => {
  expect(shown({ settled: $, basis: 'bounded' })).toContain(
    'all of the $1.00 reserved, since the run reports more',
  );
  expect(shown({ settled: $, basis: 'assumed' })).toContain(
    'all of the $1.00 reserved, since no cost is known',
  );
});

test('says what is left of the day', () => {
  const left = [
    { whose: 'wanda', left: 0, cap: 5 * $ },
    { whose: 'this repository', left: 3.5 * $, cap: 20 * $ },
  ];
  expect(shown({ left })).toContain(
    'left on 2026-11-21 (UTC): $0.00 of $5.00 for wanda, $3.50 of $20.00 for this repository',
  );
});
