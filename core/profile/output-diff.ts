import { isMore } from '../config/outputs.ts';
import type { KindLimits } from '../output/kinds/kind.ts';
import { servedOutputs, type PlannedOutput } from '../output/planned.ts';
import type { DiffLine } from './diff-line.ts';

/** What an agent may hand back more, or less, than before. Its last message is always told, and no difference. */
export function diffOutputs(before: readonly PlannedOutput[], after: readonly PlannedOutput[]): DiffLine[] {
  const [base, head] = [servedOutputs(before), servedOutputs(after)];
  const lost = base.filter(({ kind }) => !head.some((other) => other.kind === kind));
  return [
    ...head.flatMap(({ kind, limits }): DiffLine[] => {
      const old = base.find((other) => other.kind === kind);
      if (old === undefined) return [{ mark: 'expansion', what: 'outputs', text: `+ ${kind}` }];
      return diffLimits(`outputs.${kind}`, old.limits, limits);
    }),
    ...lost.map(({ kind }): DiffLine => ({ mark: 'narrowing', what: 'outputs', text: `- ${kind}` })),
  ];
}

function diffLimits(what: string, base: KindLimits, head: KindLimits): DiffLine[] {
  return Object.entries(head).flatMap(([key, value]): DiffLine[] => {
    const old = base[key];
    if (old === undefined || JSON.stringify(old) === JSON.stringify(value)) return [];
    if (Array.isArray(value) && Array.isArray(old)) return diffList(`${what}.${key}`, old, value);
    const mark = isMore(value, old) ? 'expansion' : 'narrowing';
    return [{ mark, what: `${what}.${key}`, text: `${String(old)} → ${String(value)}` }];
  });
}

function diffList(what: string, base: readonly unknown[], head: readonly unknown[]): DiffLine[] {
  const gained = head.filter((one) => !base.includes(one));
  const lost = base.filter((one) => !head.includes(one));
  return [
    ...gained.map((one): DiffLine => ({ mark: 'expansion', what, text: `+ ${String(one)}` })),
    ...lost.map((one): DiffLine => ({ mark: 'narrowing', what, text: `- ${String(one)}` })),
  ];
}
