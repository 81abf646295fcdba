import type { ActorId } from '../actor-id.ts';
import { objectionToWriting, storeName } from './store-key.ts';
import { notDone, toldJson, type Store, type StoreCaller, type Stored } from './store.ts';

/**
 * Takes a lease on a key, or holds it for longer: until it is released, its time is over, or its holder ends. It
 * keeps out those who ask for it, too, and no write. `now`: milliseconds; a time that is none frees nothing.
 */
export function takeLease(
  store: Store,
  caller: StoreCaller,
  { key, seconds }: { key: string; seconds: number },
  now: number,
): Stored {
  const objection = objectionToWriting(key, caller.actor);
  if (objection !== null) return { store, answer: notDone(objection) };
  const leases = new Map([...store.leases].filter(([, { until }]) => !(now >= until)));
  const held = leases.get(key);
  if (held !== undefined && held.holder !== caller.actor) {
    const left = Math.ceil((held.until - now) / 1000);
    const words = `${storeName(held.holder)} holds it for ${left} seconds at most.`;
    return { store, answer: notDone(words, held.taint) };
  }
  const mine = [...leases.values()].filter(({ holder }) => holder === caller.actor).length;
  if (held === undefined && mine >= store.limits.actorLeases)
    return { store, answer: notDone(`You hold ${mine} leases, as many as you may. Release one.`) };
  const granted = Math.min(seconds, store.limits.leaseSeconds);
  leases.set(key, { holder: caller.actor, until: now + granted * 1000, taint: caller.taint });
  return { store: { ...store, leases }, answer: toldJson({ key, seconds: granted }, []) };
}

/** Gives a lease back. One that somebody else holds stays theirs. */
export function releaseLease(store: Store, caller: StoreCaller, key: string): Stored {
  if (store.leases.get(key)?.holder !== caller.actor)
    return { store, answer: notDone('You do not hold it.') };
  const leases = new Map(store.leases);
  leases.delete(key);
  return { store: { ...store, leases }, answer: toldJson({ key }, []) };
}

/** The store once an actor has ended: it holds no lease any more; what it wrote stays. */
export function withoutLeasesOf(store: Store, actor: ActorId): Store {
  return { ...store, leases: new Map([...store.leases].filter(([, { holder }]) => holder !== actor)) };
}
