import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openPostgresStore } from '../../../edge/store/postgres/store.ts';
import { startPostgres, type PostgresServer } from '../../../lab/postgres/server.ts';
import { conforms } from './conformance/engine.ts';

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await startPostgres();
  url = await server.createDatabase();
});
afterAll(() => server.remove());

async function raw(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET search_path TO dispatch');
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** As good as a new database, and faster. */
async function empty(url: string): Promise<void> {
  const tables = await raw(
    url,
    `SELECT string_agg(schemaname || '.' || tablename, ', ') AS all FROM pg_tables
     WHERE schemaname = 'dispatch' AND tablename <> 'schema_version'`,
  );
  await raw(url, `TRUNCATE ${String(tables[0]?.['all'])}, dispatch_queue.job RESTART IDENTITY CASCADE`);
}

conforms('Postgres', async () => ({
  open: (now) => openPostgresStore(url, { now }),
  raw: (sql) => raw(url, sql),
  remove: () => empty(url),
}));
