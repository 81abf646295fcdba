import { Client, DatabaseError, Pool, types, type ClientBase, type QueryResult } from 'pg';
import { Fault } from '../../../core/fault.ts';

/** The schema of our tables. The queue has its own beside it. */
export const SCHEMA = 'dispatch';

/** So many connections of a replica work on our tables. */
const CONNECTIONS = 10;

/** What one session of ours begins with. One whose app hangs in a transaction holds up nobody for long. */
const SESSION = `SET search_path TO ${SCHEMA};
  SET default_transaction_isolation TO 'read committed';
  SET statement_timeout TO '30s';
  SET idle_in_transaction_session_timeout TO '30s'`;

/** The pool waits for it before it hands the connection out. */
const begin = (client: ClientBase): unknown => client.query(SESSION);

/** What tells that the server, not the statement, is the trouble: it is gone, full, closed to us or read-only. */
const SERVERS_TROUBLE = /^(08|25006|28|3D|42501|53|55P03|57|58|XX)/;

/** Opens connections to the server as they are needed; those that break are replaced. */
export function openPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'agent-dispatch',
    max: CONNECTIONS,
    connectionTimeoutMillis: 5000,
    query_timeout: 35_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    onConnect: begin,
  });
  // A connection that broke while nobody used it; the next statement gets another.
  pool.on('error', () => {});
  return pool;
}

/** Opens a connection that is nobody else's, with no limit on the time of its statements. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'agent-dispatch',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw asFault(error);
  }
  return client;
}

type Queryable = Pick<ClientBase, 'query'>;

/** Asks the server. Throws what the statement did wrong as it is, and all else as a `Fault`. */
export async function ask(
  to: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<QueryResult> {
  try {
    return await to.query(text, [...values]);
  } catch (error) {
    throw asFault(error);
  }
}

/**
 * Trouble with the server as a `Fault`, whose text tells no address and no password: a driver's own words may hold
 * them, so only its code is passed on, and what the server itself says. Everything else stays as it is.
 */
export function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  const ofServer = error instanceof DatabaseError;
  if (ofServer && !SERVERS_TROUBLE.test(error.code ?? '')) return error;
  const code = codeOf(error);
  return new Fault(
    'store-failed',
    `The database cannot be used: ${ofServer ? `${error.message} (${code})` : code}.`,
    'Check that the server of DISPATCH_DATABASE_URL runs, can be reached from here and lets its user in.',
  );
}

/** True for what is to be tried again, as another transaction was first. */
export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01');
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'no connection';
}

/** Numbers of the server that pg gives as text: they are ours, and small enough to be numbers here. */
const NUMBERS: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC];

const parserOfDriver: (type: number, format: 'text' | 'binary') => (value: string) => unknown =
  types.getTypeParser;

function parserOf(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (NUMBERS.includes(type)) return Number;
  return parserOfDriver(type, format ?? 'text');
}
