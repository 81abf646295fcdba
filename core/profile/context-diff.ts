import { contextParts, type PlannedContext } from '../config/context.ts';
import type { DiffLine } from './diff-line.ts';

/** What an agent is given of what its run is about more, or less, than before: more of it is more that strangers can tell it. */
export function diffContext(base: PlannedContext, head: PlannedContext): DiffLine[] {
  return contextParts.flatMap((part): DiffLine[] => {
    const [before, after] = [base[part], head[part]];
    if (before === null && after === null) return [];
    if (before === null) return [{ mark: 'expansion', what: 'context', text: `+ ${part}` }];
    if (after === null) return [{ mark: 'narrowing', what: 'context', text: `- ${part}` }];
    return diffLimits(`context.${part}`, { ...before }, { ...after });
  });
}

function diffLimits(
  what: string,
  base: Readonly<Record<string, number>>,
  head: Readonly<Record<string, number>>,
): DiffLine[] {
  return Object.entries(head).flatMap(([key, value]): DiffLine[] => {
    const old = base[key] ?? 0;
    if (old === value) return [];
    return [
      { mark: value > old ? 'expansion' : 'narrowing', what: `${what}.${key}`, text: `${old} → ${value}` },
    ];
  });
}
