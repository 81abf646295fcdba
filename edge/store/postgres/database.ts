import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Fault } from '../../../core/fault.ts';
import type { Database, Sql, Value } from '../sql.ts';
import { ask, asFault, isConflict } from './connection.ts';
import { numbered } from './numbered.ts';

/** Runs statements in Postgres' own words. */
export type Executor = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

export type PostgresDatabase = Database & {
  /** The transaction that `sql` belongs to, for statements that are not ours. */
  executorOf(sql: Sql): Executor;
};

/** How often work is tried that others were in the way of, and the longest pause before the next try. */
const TRIES = 20;
const PAUSE_MS = 200;

/** Our tables on a server that others use at the same time. */
export function databaseOf(pool: pg.Pool): PostgresDatabase {
  const executors = new WeakMap<Sql, Executor>();
  const lone = statementsOf(pool);
  const inTransaction = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(asFault(error)));
    const sql = statementsOf(client);
    executors.set(sql, { executeSql: (text, values) => ask(client, text, values) });
    return transaction(client, () => work(sql));
  };
  return {
    all: (text, values) => untilAlone(() => lone.all(text, values)),
    get: (text, values) => untilAlone(() => lone.get(text, values)),
    run: (text, values) => untilAlone(() => lone.run(text, values)),
    transaction: (work) => untilAlone(() => inTransaction(work)),
    executorOf(sql) {
      const found = executors.get(sql);
      if (!found) throw new Error('these statements belong to no transaction of this database');
      return found;
    },
    close: () => pool.end(),
  };
}

/** Statements of ours on a connection, or on whichever of a pool is free. */
export function statementsOf(to: Pick<pg.ClientBase, 'query'>): Sql {
  const rowsOf = async <Row>(text: string, values: readonly Value[] = []): Promise<Row[]> =>
    (await ask(to, numbered(text), values)).rows as Row[];
  return {
    all: rowsOf,
    get: async <Row>(text: string, values?: readonly Value[]) => (await rowsOf<Row>(text, values))[0],
    run: async (text, values) => (await ask(to, numbered(text), values)).rowCount ?? 0,
  };
}

async function transaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  // Without it, a connection that breaks between two statements would end the process.
  client.on('error', onError);
  try {
    await ask(client, 'BEGIN');
    const value = await work();
    const { command } = await ask(client, 'COMMIT');
    if (command !== 'COMMIT') throw new Error('a statement failed, and its transaction went on');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Tries again while another transaction was first: the outcome is as if they had come one after the other. */
async function untilAlone<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (tried >= TRIES) throw overrun();
      await sleep(Math.random() * Math.min(PAUSE_MS, 2 ** tried));
    }
  }
}

function overrun(): Fault {
  return new Fault(
    'store-failed',
    `The database is changed by so many at once that ${TRIES} tries were in vain.`,
    'Try again; if it stays, look for transactions on the server that do not end.',
  );
}
