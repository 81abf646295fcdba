import type { Config } from '../config/config.ts';
import { CAPS } from '../caps/caps.ts';
import { dollarsIn } from '../ledger/amount.ts';
import { WINDOWS } from '../ledger/windows.ts';
import type { DiffLine } from './diff-line.ts';
import type { AgentDiff } from './plan-diff.ts';

type Limits = Pick<Config, 'budgets' | 'caps'>;
const NONE: Limits = { budgets: {}, caps: {} };

/**
 * What changed in the limits that hold for all agents of a repository together. Null stands for no configuration:
 * where none is left there are no agents to limit, and nothing is told.
 */
export function limitDiff(base: Limits | null, head: Limits | null): AgentDiff[] {
  if (head === null) return [];
  const lines = limitLines(base ?? NONE, head);
  return lines.length === 0 ? [] : [{ agent: null, kind: 'changed', lines }];
}

function limitLines(before: Limits, head: Limits): DiffLine[] {
  return [
    ...WINDOWS.flatMap((window) =>
      limit(
        `budgets.${window}`,
        before.budgets[window],
        head.budgets[window],
        (micro) => `$${dollarsIn(micro)}`,
      ),
    ),
    ...CAPS.flatMap((cap) =>
      cap === 'installation_per_hour' ? [] : limit(`caps.${cap}`, before.caps[cap], head.caps[cap], String),
    ),
  ];
}

/** No limit is more than any. */
function limit(
  what: string,
  base: number | null | undefined,
  head: number | null | undefined,
  shown: (value: number) => string,
): DiffLine[] {
  const [before, after] = [base ?? Infinity, head ?? Infinity];
  if (before === after) return [];
  const told = (value: number) => (value === Infinity ? 'no limit' : shown(value));
  const mark = after > before ? 'expansion' : 'narrowing';
  return [{ mark, what, text: `${told(before)} → ${told(after)}` }];
}
