import { servedOutputs, type PlannedOutput } from '../planned.ts';
import type { PatchFacts } from './judge-patch.ts';

/** The limits of the change that an agent with these outputs may propose; null when it may propose none. */
export function patchLimits(outputs: readonly PlannedOutput[] | undefined): PatchFacts['limits'] | null {
  const planned = servedOutputs(outputs).find(({ kind }) => kind === 'patch');
  // Set by the kind itself, whose limits these are.
  return planned === undefined ? null : (planned.limits as PatchFacts['limits']);
}
