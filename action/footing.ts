import { isRefusal, type Refusal } from '../core/refusal.ts';
import { checkCage } from '../edge/cage/check.ts';
import { findIdentity, type Identity } from '../edge/cage/identity.ts';
import { findLimits, type Limits } from '../edge/cage/limits.ts';
import { allowNamespaces, installCagePrograms, liftNamespaceBan } from '../edge/runner/prepare-cage.ts';
import type { Machine } from './machine.ts';

/** What a cage can stand on here. */
export type Footing = { identity: Identity; limits: Limits; description: string };

/**
 * Finds out what a cage can stand on. Where one is missing for a reason that can be mended here, mends it and
 * looks again; `mayLiftBan` allows the mend that weakens the machine for everybody on it.
 */
export async function findFooting(machine: Machine, mayLiftBan: boolean): Promise<Footing | Refusal> {
  const identity = await findIdentity(machine.uid);
  const [limits, cage] = await Promise.all([findLimits(identity), readyCage(machine, identity, mayLiftBan)]);
  if (isRefusal(cage)) return cage;
  return { identity, limits, description: `${cage.description}, ${limits.description}` };
}

async function readyCage(machine: Machine, identity: Identity, mayLiftBan: boolean) {
  let cage = await checkCage(identity);
  if (isRefusal(cage) && cage.code === 'no-cage-program') {
    await installCagePrograms(machine.uid, machine.installEnvironment);
    cage = await checkCage(identity);
  }
  if (isRefusal(cage) && cage.code === 'no-namespaces') {
    await allowNamespaces(machine.uid);
    cage = await checkCage(identity);
  }
  if (isRefusal(cage) && cage.code === 'no-namespaces' && mayLiftBan) {
    await liftNamespaceBan(machine.uid);
    cage = await checkCage(identity);
  }
  return cage;
}
