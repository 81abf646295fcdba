import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachWindow } from '../../core/ledger/windows.ts';
import { openPostgresStore } from '../../edge/store/postgres/store.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import { startPostgres, type PostgresServer } from '../../lab/postgres/server.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newJob } from '../edge/store/conformance/bench.ts';
import { ROOT, run } from './run-dispatch.ts';

const $ = 1_000_000;
const NAMES = ['Zoe', 'anna', 'mona', '7up'];
let server: PostgresServer;
let url: string;
let folder: string;
const stores: Store[] = [];

beforeAll(async () => {
  server = await startPostgres();
  url = await server.createDatabase();
  folder = mkdtempSync(join(tmpdir(), 'dispatch-ledger-'));
  let time = Date.parse('2026-11-20T10:00:00Z');
  const now = () => time;
  stores.push(await openPostgresStore(url, { now }), openStore(join(folder, 'dispatch.db'), { now }));
  for (let number = 1; number <= 12; number += 1) {
    time += 20 * 3_600_000;
    for (const store of stores) await reserved(store, number);
  }
}, 120_000);
afterAll(async () => {
  for (const store of stores) await store.close();
  await server.remove();
  rmSync(folder, { recursive: true });
});

/** A job with a reservation; of each three jobs the last is still under way. */
async function reserved(store: Store, number: number): Promise<void> {
  const actor = NAMES[number % NAMES.length] ?? '';
  const jobId = String(number).padStart(32, '0');
  const given = { jobId, commandCommentId: number, actor, actorId: 100 + (number % NAMES.length) };
  const { job } = await store.jobs.accept(newJob({ ...given, repositoryId: 42 + (number % 2) }));
  await store.ledger.reserve(job, { amount: number * $, caps: eachWindow(() => null) });
  if (number % 3 === 0) return;
  await store.jobs.move(job, ['reserved'], 'dispatching');
  await store.jobs.dispatched(job, { runId: number, url: 'u' });
  await store.jobs.finish(job, 'done', null, { reportedUsd: number / 8 });
}

const ledger = (env: Record<string, string>, ...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['ledger', ...words], { env: { PATH: '/usr/bin:/bin', ...env } });
const ofDatabase = (...words: string[]) => ledger({ DISPATCH_DATABASE_URL: url }, ...words);

async function raw(sql: string, at = url): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

test.each([[[]], [['--json']], [['--by', 'user']], [['--by', 'repository', '--json']]])(
  'says with %j what SQLite says of the same jobs',
  async (words) => {
    const both = [await ofDatabase(...words), await ledger({ DISPATCH_STATE_DIR: folder }, ...words)];
    expect(both[0]).toEqual(both[1]);
    expect(both[0]).toMatchObject({ code: 0, err: '' });
    expect(both[0]?.out.split('\n').length).toBeGreaterThan(10);
  },
);

test('a folder on the command line is meant, whatever the environment says', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'dispatch-ledger-'));
  try {
    const { code, err } = await ofDatabase('--state-dir', empty);
    expect(code).toBe(1);
    expect(err).toContain('There is no store');
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test('a database without a store stays without one', async () => {
  const bare = await server.createDatabase();
  const { code, out, err } = await ledger({ DISPATCH_DATABASE_URL: bare });
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('There is no store in the database');
  expect(await raw("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'dispatch%'", bare)).toEqual([]);
});

test('sums that were changed, another version, a server that is not there: told, without the address', async () => {
  await raw("UPDATE dispatch.budget_totals SET spent = 0 WHERE budget = 'user_per_day'");
  expect(await ofDatabase()).toMatchObject({ code: 1, err: expect.stringMatching(/user_per_day are not/) });
  await raw('UPDATE dispatch.schema_version SET version = version - 1');
  expect(await ofDatabase()).toMatchObject({
    code: 1,
    err: expect.stringMatching(/written by another version/),
  });
  const password = new URL(url).password;
  const away = `postgres://dispatch:${password}@127.0.0.1:1/d`;
  const { code, err } = await ledger({ DISPATCH_DATABASE_URL: away });
  expect(code).toBe(1);
  expect(err).toContain('The database cannot be used: ECONNREFUSED');
  expect(err).not.toContain(password);
  expect(await ledger({ DISPATCH_DATABASE_URL: 'mysql://x' })).toMatchObject({ code: 2, out: '' });
});
