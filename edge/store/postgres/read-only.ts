import type { Client } from 'pg';
import { Fault } from '../../../core/fault.ts';
import { STEPS } from '../schema.ts';
import type { Sql } from '../sql.ts';
import { ask, asFault, connect, SCHEMA } from './connection.ts';
import { statementsOf } from './database.ts';

/**
 * Lets `read` look into the store in the database at `url`, which apps may be using, as it is at one moment. Nothing
 * is written, and nothing made or upgraded: the server itself refuses that. Throws `Fault`, in whose text the address
 * is not.
 */
export async function readPostgresStore<T>(url: string, read: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    await ask(client, 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await ask(client, `SET LOCAL search_path TO ${SCHEMA}; SET LOCAL statement_timeout TO '30s'`);
    await checkVersion(client);
    return await read(statementsOf(client));
  } catch (error) {
    const fault = asFault(error);
    if (fault instanceof Fault) throw fault;
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Fault(
      'store-failed',
      `The store in the database cannot be read: ${why}.`,
      'Check the database.',
      {
        cause: error,
      },
    );
  } finally {
    await client.end();
  }
}

/** An older store lacks tables, and what a newer one means by its own is not known here. */
async function checkVersion(client: Client): Promise<void> {
  const { rows: found } = await ask(client, 'SELECT to_regclass($1) AS found', [`${SCHEMA}.schema_version`]);
  if (found[0].found === null)
    throw new Fault(
      'store-failed',
      'There is no store in the database of DISPATCH_DATABASE_URL.',
      'Name the database that the app keeps it in.',
    );
  const { rows } = await ask(client, 'SELECT version FROM schema_version');
  const version = Number(rows[0]?.version);
  if (version === STEPS.length) return;
  throw new Fault(
    'store-failed',
    `The store in the database was written by another version (schema ${version}; this one knows ${STEPS.length}).`,
    version > STEPS.length ? 'Use the version that the app has.' : 'Start the app of this version once.',
  );
}
