import { eachWindow } from '../../core/ledger/windows.ts';
import type { Reservation } from '../../edge/store/ledger.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import type { World } from './world.ts';

export const $ = 1_000_000;
export const COMMAND = '/dispatch reviewer check the error handling';

/** Looks into the store, beside the app. */
export async function inStore<T>(world: World, look: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(world.stateFile);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** Amounts stand in back-quotes, so that no `$` makes a formula. */
export const plain = (body = '') => body.replaceAll(/[`\\]/g, '');

export const jobIds = (world: World, thread?: number) =>
  world.answers(thread).flatMap(({ body }) => /agent-dispatch job=(\w+)/.exec(body)?.[1] ?? []);
export const reservations = (world: World, thread?: number) =>
  inStore(world, async ({ ledger }) => {
    const found: (Reservation | null)[] = [];
    for (const id of jobIds(world, thread)) found.push(await ledger.of(id));
    return found;
  });
export const money = (world: World) => inStore(world, async (store) => (await store.counts()).money);

/** A job that was reserved and left there: the app died before it asked for the run. */
export const abandoned = (world: World) =>
  inStore(world, async ({ jobs, ledger }) => {
    const { repository, issue, github } = world;
    const { job } = await jobs.accept(
      newJob({
        repositoryId: repository.id,
        repository: 'acme/app',
        installationId: github.installationId('acme/app'),
        issueNumber: issue.number,
        actor: 'wanda',
      }),
    );
    await ledger.reserve(job, { amount: $, caps: eachWindow(() => null) });
    return job.jobId;
  });
export const kept = (world: World, id: string) => inStore(world, ({ ledger }) => ledger.of(id));
