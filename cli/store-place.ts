import { join } from 'node:path';
import { databaseUrlProblem } from '../app/database-url.ts';
import type { Sql } from '../edge/store/sql.ts';
import { readStore } from '../edge/store/sqlite/read-only.ts';
import { openStore, type Store } from '../edge/store/store.ts';

const DATABASE_URL = 'DISPATCH_DATABASE_URL';

/** Where an app's store is: a database's address, or a folder. */
export type StorePlace = { url: string } | { stateDir: string };

/**
 * The place that a command line means, or what is wrong with it. A folder that was named there (`named`) is meant;
 * what the environment says may be the app's.
 */
export function storePlace(named: string | undefined): StorePlace | string {
  const url = process.env[DATABASE_URL] ?? '';
  if (named !== undefined || url === '')
    return { stateDir: named ?? (process.env['DISPATCH_STATE_DIR'] || '.dispatch') };
  return databaseUrlProblem(DATABASE_URL, url) ?? { url };
}

/** The same where a store was named, there or in the environment; null where nobody spoke of one. */
export function storeNamed(named: string | undefined): StorePlace | string | null {
  const isSaid = Boolean(named ?? (process.env[DATABASE_URL] || process.env['DISPATCH_STATE_DIR']));
  return isSaid ? storePlace(named) : null;
}

/** Lets `read` look into a store that is there, and writes nothing. Throws `Fault`. */
export async function readStoreAt<T>(place: StorePlace, read: (sql: Sql) => Promise<T>): Promise<T> {
  if ('stateDir' in place) return readStore(fileIn(place), read);
  // The driver of Postgres is loaded only where it is asked.
  const { readPostgresStore } = await import('../edge/store/postgres/read-only.ts');
  return readPostgresStore(place.url, read);
}

/** Opens the store, and makes it where there is none: look into it first. Throws `Fault`. */
export async function openStoreAt(place: StorePlace): Promise<Store> {
  if ('stateDir' in place) return openStore(fileIn(place));
  const { openPostgresStore } = await import('../edge/store/postgres/store.ts');
  return openPostgresStore(place.url);
}

function fileIn({ stateDir }: { stateDir: string }): string {
  return join(stateDir, 'dispatch.db');
}
