import { randomUUID } from 'node:crypto';
import type { Held } from '../../../edge/store/job.ts';
import type { Store } from '../../../edge/store/store.ts';
import type { AppHole } from './order.ts';

/** The store without some of what makes the app lose and repeat nothing. */
export function holedStore(store: Store, holes: readonly AppHole[]): Store {
  return holes.reduce((holed, hole) => HOLES[hole](holed), store);
}

const HOLES: Record<AppHole, (store: Store) => Store> = {
  /** Every delivery is news, and so is every command. */
  dedupe: (store) => ({
    ...store,
    inbox: {
      ...store.inbox,
      accept: (delivery) =>
        store.inbox.accept({ ...delivery, delivery: randomUUID(), contentKey: randomUUID() }),
    },
    jobs: {
      ...store.jobs,
      byCommand: async () => null,
      accept: (job) => store.jobs.accept({ ...job, commandIndex: Math.floor(Math.random() * 1e9) + 1 }),
    },
  }),
  /** A copy of every delivery stays in memory. */
  leak(store) {
    const kept: string[][] = [];
    return {
      ...store,
      inbox: {
        ...store.inbox,
        accept(delivery) {
          kept.push(Array.from({ length: 2000 }, (_, at) => `${delivery.delivery} ${at}`));
          return store.inbox.accept(delivery);
        },
      },
    };
  },
  /** Whatever fails was tried often enough to be told. */
  impatience: (store) => ({ ...store, later: { ...store.later, tries: async () => 3 } }),
  /** Whoever was overtaken goes on as if it was not. */
  fencing(store) {
    const { jobs } = store;
    const asHolder = async ({ jobId, attempt }: Held): Promise<Held> => ({
      jobId,
      attempt: (await jobs.byId(jobId))?.attempt ?? attempt,
    });
    return {
      ...store,
      jobs: {
        ...jobs,
        isHeld: async () => true,
        move: async (held, from, to) => jobs.move(await asHolder(held), from, to),
        dispatched: async (held, run) => jobs.dispatched(await asHolder(held), run),
        finish: async (held, ...end) => jobs.finish(await asHolder(held), ...end),
      },
    };
  },
  /** What an app before this one left undone stays undone. */
  recovery(store) {
    const startedAt = Date.now();
    return {
      ...store,
      inbox: {
        ...store.inbox,
        async waiting(guid) {
          const delivery = await store.inbox.waiting(guid);
          return delivery !== null && delivery.receivedAt < startedAt ? null : delivery;
        },
      },
      jobs: { ...store.jobs, open: async () => [] },
    };
  },
};
