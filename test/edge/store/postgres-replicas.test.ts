import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import { openPostgresStore } from '../../../edge/store/postgres/store.ts';
import type { Store } from '../../../edge/store/store.ts';
import { startPostgres, type PostgresServer } from '../../../lab/postgres/server.ts';
import { newJob } from './conformance/bench.ts';
import { added } from './conformance/queue.ts';

let server: PostgresServer;
let url: string;
let open: Store[];
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
beforeEach(async () => {
  url = await server.createDatabase();
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close();
});

async function replica(failed: (error: unknown) => void = () => {}): Promise<Store> {
  const store = await openPostgresStore(url, { failed });
  open.push(store);
  return store;
}

test('two replicas do every task once, of a lane one at a time and in order, and both do some', async () => {
  // Both make the tables, at the same time.
  const [first, second] = await Promise.all([replica(), replica()]);
  const stores = [first, second];
  const lanes = [1, 2, 3, 4, 5];
  const ids = (lane: number) => Array.from({ length: 20 }, (_, at) => `${lane}-${at}`);
  const seen = new Map<number, string[]>(lanes.map((lane) => [lane, []]));
  const underWay = new Set<number>();
  const shares = stores.map(() => 0);
  for (const [at, store] of stores.entries()) {
    await store.queue.start(async ({ id, lane }) => {
      expect(underWay.has(lane), `lane ${lane} is worked in twice`).toBe(false);
      underWay.add(lane);
      seen.get(lane)?.push(id);
      shares[at] = (shares[at] ?? 0) + 1;
      await sleep(2);
      await store.inbox.done(id, 'done');
      underWay.delete(lane);
    });
  }
  // What one replica hears, either may do.
  const fill = async (lane: number) => {
    for (const id of ids(lane)) await added({ store: stores[lane % 2] ?? first }, lane, id);
  };
  await Promise.all(lanes.map(fill));
  await first.queue.idle();
  for (const [lane, found] of seen) expect(found).toEqual(ids(lane));
  expect(Math.min(...shares)).toBeGreaterThan(0);
});

test('many who take the same job in hand, and one who ends it: each number is given once', async () => {
  const [first, second] = await Promise.all([replica(), replica()]);
  const stores = [first, second];
  const { job } = await first.jobs.accept(newJob());
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, at) => (stores[at % 2] ?? first).jobs.take(job.jobId)),
  );
  expect(new Set(taken.map((job) => job?.attempt)).size).toBe(20);
  const last = await first.jobs.byId(job.jobId);
  const held = taken.filter((job) => job !== null);
  const ends = held.map((job) => first.jobs.finish(job, 'failed', String(job.attempt)));
  expect((await Promise.all(ends)).filter(Boolean)).toHaveLength(1);
  expect(await first.jobs.byId(job.jobId)).toMatchObject({ cause: String(last?.attempt) });
});

test('a task whose work threw is done again, and its lane waits for it', async () => {
  const failures: unknown[] = [];
  const store = await replica((error) => failures.push(error));
  const seen: string[] = [];
  await store.queue.start(async ({ id }) => {
    seen.push(id);
    if (seen.length === 1) throw new Error('the store was away');
    await store.inbox.done(id, 'done');
  });
  await added({ store }, 1, 'a');
  await added({ store }, 1, 'b');
  await store.queue.idle();
  expect(seen).toEqual(['a', 'a', 'b']);
  expect(failures).toHaveLength(1);
});

test('looking after a job waits once in the queue, however often it is asked for', async () => {
  const store = await replica();
  const other = await replica();
  const task = { kind: 'job', id: 'a'.repeat(32), lane: 1 } as const;
  for (const { queue } of [store, other, store]) await queue.add(task);
  const seen: string[] = [];
  await store.queue.start(async ({ id }) => void seen.push(id));
  await store.queue.idle();
  expect(seen).toEqual([task.id]);
  await store.queue.add(task);
  await store.queue.idle();
  expect(seen).toEqual([task.id, task.id]);
});

test('a queue that was emptied behind our back is filled from the inbox', async () => {
  const store = await replica();
  await added({ store }, 1, 'a');
  await added({ store }, 1, 'b');
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('TRUNCATE dispatch_queue.job');
  await client.end();
  const seen: string[] = [];
  await store.queue.start(async ({ id }) => void seen.push(id));
  await store.queue.idle();
  expect(seen).toEqual(['a', 'b']);
});

const HOLD = `const { openPostgresStore } = await import(process.env.STORE);
const store = await openPostgresStore(process.env.DATABASE);
await store.queue.start(async ({ id }) => {
  process.stdout.write(id + '\\n');
  await new Promise(() => {});
});`;

test('the task of a replica that was killed is another’s within 30 seconds, before those behind it', async () => {
  const store = await replica();
  await added({ store }, 1, 'held');
  await added({ store }, 1, 'behind');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOLD], {
    env: {
      STORE: new URL('../../../edge/store/postgres/store.ts', import.meta.url).href,
      DATABASE: url,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  const seen: string[] = [];
  await store.queue.start(async ({ id }) => void seen.push(id));
  await sleep(500);
  expect(seen).toEqual([]);
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(seen).toEqual(['held', 'behind']), { timeout: 30_000 });
  await store.queue.idle();
});

test('the server is killed: who asks is told so, and afterwards nothing is lost', async () => {
  const failures: unknown[] = [];
  const store = await replica((error) => failures.push(error));
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  await store.queue.start(async ({ id }) => {
    await gate.promise;
    await store.inbox.done(id, 'done');
    done.push(id);
  });
  for (const lane of [1, 2, 3]) await added({ store }, lane, `before-${lane}`);
  await added({ store }, 1, 'behind');
  await sleep(200);
  await server.kill();
  await expect(added({ store }, 1, 'meanwhile')).rejects.toThrow(Fault);
  await expect(store.waiting()).rejects.toThrow(/database cannot be used/);
  gate.resolve();
  await vi.waitFor(() => expect(failures).toHaveLength(3), 10_000);
  expect(failures.every((error) => error instanceof Fault)).toBe(true);
  await server.restart();
  await vi.waitFor(() => added({ store }, 2, 'after'), 10_000);
  await store.queue.idle();
  expect(done.toSorted()).toEqual(['after', 'before-1', 'before-2', 'before-3', 'behind']);
  expect(await store.inbox.unfinished()).toEqual([]);
});
