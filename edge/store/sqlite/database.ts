import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Fault } from '../../../core/fault.ts';
import { STEPS } from '../schema.ts';
import type { Database, Sql, Value } from '../sql.ts';
import { openGroupCommit } from './group-commit.ts';

/**
 * Pages of 4 KB in the write-ahead log before they are brought into the file, for which the disk is waited for twice
 * more: a flood of deliveries fills SQLite's own 1000 with every ten commits or so.
 */
const LOG_PAGES = 4000;

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
    sqlite.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    upgrade(sqlite, path);
    return databaseOf(sqlite);
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

/** There is one connection: what does not belong to the transaction under way waits for its end. */
function databaseOf(sqlite: DatabaseSync): Database {
  const inside = statementsOf(sqlite);
  const group = openGroupCommit(sqlite, inside);
  /** At once when no transaction is open, so that a look costs no turn of the event loop. */
  const outside = async <T>(work: () => Promise<T>): Promise<T> => {
    // Looked at again right before the work: another may have opened meanwhile.
    while (group.open()) await group.open();
    return work();
  };
  return {
    all: (text, values) => outside(() => inside.all(text, values)),
    get: (text, values) => outside(() => inside.get(text, values)),
    run: (text, values) => group.write((sql) => sql.run(text, values)),
    transaction: (work) => group.write(work),
    async close() {
      await group.settled();
      sqlite.close();
    },
  };
}

/** The statements of a connection, each prepared once. */
export function statementsOf(sqlite: DatabaseSync): Sql {
  const known = new Map<string, StatementSync>();
  const statement = (text: string): StatementSync => {
    const found = known.get(text) ?? sqlite.prepare(text);
    known.set(text, found);
    return found;
  };
  // SQLite's rows have no prototype; a copy is a plain object as Postgres gives them.
  const plain = (row: object) => ({ ...row });
  return {
    all: async <Row>(text: string, values: readonly Value[] = []) =>
      statement(text)
        .all(...values)
        .map((row) => plain(row) as Row),
    get: async <Row>(text: string, values: readonly Value[] = []) => {
      const row = statement(text).get(...values);
      return row === undefined ? undefined : (plain(row) as Row);
    },
    run: async (text, values = []) => Number(statement(text).run(...values).changes),
  };
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
    try {
      sqlite.exec(`BEGIN IMMEDIATE; ${step.sqlite} PRAGMA user_version = ${index + 1}; COMMIT;`);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  }
}
