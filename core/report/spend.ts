import type { AuditEntry } from '../audit/entry.ts';

/** What a run had spent in all, so long after its start. */
export type SpendPoint = { readonly ms: number; readonly usd: number };

/** Spend over time: a point for each answer of the model, and one for the end. Null when no start is known. */
export type Spend = { readonly points: readonly SpendPoint[]; readonly budgetUsd: number | null };

/** Adds up what the broker metered. */
export function spendOf(entries: readonly AuditEntry[]): Spend | null {
  const start = entries[0];
  if (start?.type !== 'start') return null;
  const began = Date.parse(start.at);
  const points: SpendPoint[] = [{ ms: 0, usd: 0 }];
  let usd = 0;
  for (const entry of entries) {
    const ms = Math.max(0, Date.parse(entry.at) - began);
    if (entry.type === 'api' && entry.cost_usd !== null) points.push({ ms, usd: (usd += entry.cost_usd) });
    if (entry.type === 'end') points.push({ ms, usd });
  }
  return { points, budgetUsd: start.budget_usd ?? null };
}

/** At most `most` of the points, the first and the last among them. */
export function thinned(points: readonly SpendPoint[], most: number): SpendPoint[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => points[Math.round(at * step)] as SpendPoint);
}
