import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPostgresStore } from '../../../edge/store/postgres/store.ts';
import { STEPS } from '../../../edge/store/schema.ts';
import { startPostgres, type PostgresServer } from '../../../lab/postgres/server.ts';
import { newJob } from './conformance/bench.ts';
import { BROUGHT_UP, olderRow } from './older-row.ts';

const JOB = newJob().jobId;

let server: PostgresServer;
let url: string;
let client: Client;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
beforeEach(async () => {
  url = await server.createDatabase();
  client = new Client({ connectionString: url });
  await client.connect();
});
afterEach(() => client.end());

test('tables of an older version are brought up to date with what they hold, by two replicas at once', async () => {
  await client.query(`CREATE SCHEMA dispatch; SET search_path TO dispatch;
    CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (2);
    ${STEPS[0]?.postgres} ${STEPS[1]?.postgres}`);
  const insert = async (jobId: string, commandCommentId: number, state: string) => {
    const { columns, values } = olderRow(jobId, commandCommentId, state);
    const marks = values.map((_, at) => `$${at + 1}`).join();
    await client.query(`INSERT INTO jobs (${columns}) VALUES (${marks})`, values);
    await client.query(`INSERT INTO transitions VALUES ($1, NULL, 'accepted', 1, NULL)`, [jobId]);
  };
  await insert(JOB, 7, 'accepted');
  await insert('b'.repeat(32), 8, 'success');
  const [store, other] = await Promise.all([openPostgresStore(url), openPostgresStore(url)]);
  const { jobs } = store;
  expect(await jobs.byId(JOB)).toMatchObject(BROUGHT_UP);
  expect(await jobs.byId('b'.repeat(32))).toMatchObject({ state: 'done' });
  expect(await jobs.history(JOB)).toEqual([{ from: null, to: 'authorised', at: 1, cause: null }]);
  const taken = await other.jobs.take(JOB);
  expect(taken && (await jobs.finish(taken, 'failed', 'why'))).toBe(true);
  await store.close();
  await other.close();
  const { rows } = await client.query('SELECT version FROM schema_version');
  expect(rows).toEqual([{ version: String(STEPS.length) }]);
});

test('tables of a newer version are refused, and left as they are', async () => {
  await client.query(`CREATE SCHEMA dispatch; CREATE TABLE dispatch.schema_version (version BIGINT NOT NULL);
    INSERT INTO dispatch.schema_version VALUES (99)`);
  await expect(openPostgresStore(url)).rejects.toMatchObject({
    code: 'store-failed',
    message: expect.stringMatching(/newer version/),
    remedy: expect.stringContaining('DISPATCH_DATABASE_URL'),
  });
  const { rows } = await client.query(`SELECT * FROM pg_tables WHERE schemaname = 'dispatch'`);
  expect(rows).toHaveLength(1);
});

test('a role that may make nothing in the database works in schemas that were made for it', async () => {
  await client.query(`CREATE ROLE app LOGIN PASSWORD 'dummy-password';
    CREATE SCHEMA dispatch AUTHORIZATION app; CREATE SCHEMA dispatch_queue AUTHORIZATION app`);
  const address = new URL(url);
  address.username = 'app';
  address.password = 'dummy-password';
  const store = await openPostgresStore(address.href);
  expect((await store.jobs.accept(newJob())).isNew).toBe(true);
  await store.close();
});

test('an accident is told without the address and the password', async () => {
  const wrong = new URL(url);
  wrong.password = 'dummy-password-of-nobody';
  const nowhere = new URL(url);
  nowhere.port = '1';
  nowhere.password = 'dummy-password-of-nobody';
  const missing = `${url}-not-there`;
  for (const [address, why] of [
    [wrong.href, /password authentication failed/],
    [nowhere.href, /ECONNREFUSED/],
    [missing, /does not exist \(3D000\)/],
    ['postgres://dummy-password-of-nobody', /database cannot be used/],
  ] as const) {
    const error: unknown = await openPostgresStore(address).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringMatching(why) });
    const { message, remedy, stack } = error as Error & { remedy: string };
    const said = `${message} ${remedy} ${stack} ${JSON.stringify(error)}`;
    expect(said).not.toContain('dummy-password');
    expect(said).not.toContain(new URL(url).password);
  }
});
