import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Fault } from '../../core/fault.ts';
import { STEPS } from './schema.ts';

export type Database = {
  prepare(sql: string): StatementSync;
  /** Runs `work` in one transaction: all of it is kept, or none. */
  transaction<T>(work: () => T): T;
  close(): void;
};

/**
 * Opens, and if need be makes or upgrades, the database file. Only its owner can read it: it holds
 * people's comments until they are worked on. What has been written is on disk when a call returns.
 */
export function openDatabase(path: string): Database {
  ownFolder(dirname(path));
  try {
    ownFile(path);
    const sqlite = new DatabaseSync(path, { timeout: 5000 });
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    const database: Database = {
      prepare: (sql) => sqlite.prepare(sql),
      transaction: (work) => transaction(sqlite, work),
      close: () => sqlite.close(),
    };
    upgrade(sqlite, path);
    return database;
  } catch (error) {
    if (error instanceof Fault) throw error;
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Fault(
      'store-failed',
      `The store ${path} cannot be opened: ${why}.`,
      'Check the folder and the free space of its disk, or name another folder in DISPATCH_STATE_DIR.',
      { cause: error },
    );
  }
}

function ownFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Fault(
      'store-failed',
      `The folder ${folder} for the store cannot be made.`,
      'Name a folder in DISPATCH_STATE_DIR that the app may write to.',
      { cause: error },
    );
  }
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) {
    throw new Fault(
      'store-failed',
      `Others can look into the folder ${folder} of the store.`,
      `Run \`chmod 700 ${folder}\`, or name another folder in DISPATCH_STATE_DIR.`,
    );
  }
}

/** SQLite gives the journal files beside it the same mode. */
function ownFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function transaction<T>(sqlite: DatabaseSync, work: () => T): T {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    sqlite.exec('COMMIT');
    return value;
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

function upgrade(sqlite: DatabaseSync, path: string): void {
  const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > STEPS.length) {
    sqlite.close();
    throw new Fault(
      'store-failed',
      `The store ${path} was written by a newer version (schema ${version}; this one knows ${STEPS.length}).`,
      'Start that version again, or name another folder in DISPATCH_STATE_DIR.',
    );
  }
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    transaction(sqlite, () => sqlite.exec(`${step} PRAGMA user_version = ${index + 1};`));
  }
}
