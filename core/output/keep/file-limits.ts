import { servedOutputs, type PlannedOutput } from '../planned.ts';
import type { SizeLimits } from './judge-sizes.ts';

/** The limits of the files that an agent with these outputs may keep; null when it may keep none. */
export function fileLimits(outputs: readonly PlannedOutput[] | undefined): SizeLimits | null {
  const planned = servedOutputs(outputs).find(({ kind }) => kind === 'artifact');
  // Set by the kind itself, whose limits these are.
  return planned === undefined ? null : (planned.limits as unknown as SizeLimits);
}
