import type { Client } from 'pg';
import { Fault } from '../../../core/fault.ts';
import { STEPS } from '../schema.ts';
import { ask, SCHEMA } from './connection.ts';

/** Any number that no other program on the same database has thought of. */
const LOCK = 7_310_585_222;

/** Does `work` while no other replica does the like: they wait. Given up with the connection, whatever happens. */
export async function whileOthersWait(client: Client, work: () => Promise<void>): Promise<void> {
  await ask(client, 'SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {});
  }
}

/** Makes the tables, or brings those of an older version up to date. Throws `Fault` for those of a newer one. */
export async function upgrade(client: Client): Promise<void> {
  const version = await versionOf(client);
  if (version > STEPS.length) {
    throw new Fault(
      'store-failed',
      `The database was written by a newer version (schema ${version}; this one knows ${STEPS.length}).`,
      'Start that version again, or name another database in DISPATCH_DATABASE_URL.',
    );
  }
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    try {
      await ask(client, 'BEGIN');
      await ask(client, `SET LOCAL search_path TO ${SCHEMA}`);
      await ask(client, step.postgres);
      await ask(client, `UPDATE ${SCHEMA}.schema_version SET version = $1`, [index + 1]);
      await ask(client, 'COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }
}

/** Makes a schema that is missing; a role that may make none finds those that were made for it. */
export async function makeSchema(client: Client, name: string): Promise<void> {
  const { rows } = await ask(client, 'SELECT to_regnamespace($1) AS found', [name]);
  if (rows[0].found === null) await ask(client, `CREATE SCHEMA ${name}`);
}

async function versionOf(client: Client): Promise<number> {
  const { rows: found } = await ask(client, 'SELECT to_regclass($1) AS found', [`${SCHEMA}.schema_version`]);
  if (found[0].found === null) {
    await makeSchema(client, SCHEMA);
    await ask(
      client,
      `BEGIN; CREATE TABLE ${SCHEMA}.schema_version (version BIGINT NOT NULL);
       INSERT INTO ${SCHEMA}.schema_version VALUES (0); COMMIT`,
    );
  }
  const { rows } = await ask(client, `SELECT version FROM ${SCHEMA}.schema_version`);
  return Number(rows[0].version);
}
