import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPostgresStore } from '../../edge/store/postgres/read-only.ts';
import { openPostgresStore } from '../../edge/store/postgres/store.ts';
import type { Store } from '../../edge/store/store.ts';
import { startPostgres, type PostgresServer } from '../../lab/postgres/server.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import { ROOT, run } from './run-dispatch.ts';

const LONG_AGO_MS = 20 * 86_400_000;
let server: PostgresServer;
let url: string;
/** That of an app that goes on using the database. */
let store: Store;

beforeAll(async () => {
  server = await startPostgres();
  url = await server.createDatabase();
  store = await openPostgresStore(url, { now: () => Date.now() - LONG_AGO_MS });
  const { job } = await store.jobs.accept(newJob());
  await store.jobs.finish(job, 'done', null);
  await store.jobs.accept(newJob({ jobId: 'b'.repeat(32), commandCommentId: 8 }));
}, 120_000);
afterAll(async () => {
  await store.close();
  await server.remove();
});

const gc = (address: string, ...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['gc', ...words], {
    env: { PATH: '/usr/bin:/bin', DISPATCH_DATABASE_URL: address },
  });

test('forgets in the database what ended long ago, beside an app, after saying so', async () => {
  expect(await gc(url, '--days', '10', '--dry-run')).toMatchObject({
    code: 0,
    out: '1 jobs and 0 deliveries would be forgotten\n',
  });
  expect(await gc(url)).toMatchObject({ code: 0, out: '0 jobs and 0 deliveries forgotten\n' });
  expect(await gc(url, '--days', '10')).toMatchObject({
    code: 0,
    out: '1 jobs and 0 deliveries forgotten\n',
  });
  expect(await store.jobs.byId(newJob().jobId)).toBeNull();
  expect(await store.jobs.byId('b'.repeat(32))).not.toBeNull();
});

test('makes no store in a database that has none, and says nothing of an address', async () => {
  const bare = await server.createDatabase();
  for (const words of [[], ['--dry-run']])
    expect(await gc(bare, ...words)).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no store in the database'),
    });
  await expect(readPostgresStore(bare, async () => null)).rejects.toThrow('There is no store');
  const { code, err } = await gc('mysql://gc:not-a-real-password@127.0.0.1/x');
  expect(code).toBe(2);
  expect(err).not.toContain('not-a-real-password');
});
