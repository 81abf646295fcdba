import { join } from 'node:path';
import { findIdentity, type Identity } from '../edge/cage/identity.ts';
import { findLimits, type Limits } from '../edge/cage/limits.ts';
import { packageRoot } from './package-root.ts';

/** The bundle of the broker's process, as the action ships it. */
export const brokerProgram = join(packageRoot, 'dist', 'broker.js');

/** What a cage stands on, on this machine. */
export async function localFooting(
  uid = process.getuid?.() ?? -1,
): Promise<{ identity: Identity; limits: Limits; brokerProgram: string; authHeader: 'x-api-key' }> {
  const identity = await findIdentity(uid);
  return { identity, limits: await findLimits(identity), brokerProgram, authHeader: 'x-api-key' };
}
