import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../../core/fault.ts';
import { STEPS } from '../schema.ts';
import type { Sql } from '../sql.ts';
import { statementsOf } from './database.ts';

/**
 * Lets `read` look into the store in the file `path`, which an app may be using. Nothing is written, and nothing
 * made or upgraded. Throws `Fault`.
 */
export async function readStore<T>(path: string, read: (sql: Sql) => Promise<T>): Promise<T> {
  if (!existsSync(path))
    throw new Fault(
      'store-failed',
      `There is no store ${path}.`,
      'Name the folder that the app keeps it in.',
    );
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    sqlite.exec('BEGIN');
    checkVersion(sqlite, path);
    return await read(statementsOf(sqlite));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Fault('store-failed', `The store ${path} cannot be read: ${why}.`, 'Check the file.', {
      cause: error,
    });
  } finally {
    sqlite?.close();
  }
}

/** An older store lacks tables, and what a newer one means by its own is not known here. */
function checkVersion(sqlite: DatabaseSync, path: string): void {
  const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === STEPS.length) return;
  throw new Fault(
    'store-failed',
    `The store ${path} was written by another version (schema ${version}; this one knows ${STEPS.length}).`,
    version > STEPS.length ? 'Use the version that the app has.' : 'Start the app of this version once.',
  );
}
