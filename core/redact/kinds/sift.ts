import type { Guard } from './guard.ts';

/** Which characters may stand directly before and behind an anchor: 1 for every code that may. */
export type Sift = { readonly before: Uint8Array; readonly behind: Uint8Array };

const ALL = new Uint8Array(256).fill(1);

/** Lets everything through. */
export const ANYTHING: Sift = { before: ALL, behind: ALL };

/** What at least one of these guards lets through. */
export function siftOf(guards: readonly (Guard | null)[]): Sift {
  const heads = guards.map((guard) => guard?.head ?? null);
  const steps = guards.map((guard) => guard?.before ?? null);
  return {
    before: anyOf(steps.map((step) => (step === null || step.least === 0 ? null : step.holds))),
    behind: anyOf(heads.map((head) => head?.map((places) => places & 1) ?? null)),
  };
}

function anyOf(tables: readonly (Uint8Array | null)[]): Uint8Array {
  if (tables.includes(null)) return ALL;
  return Uint8Array.from(ALL, (_, code) => (tables.some((table) => table?.[code] === 1) ? 1 : 0));
}
