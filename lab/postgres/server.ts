import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Postgres server of our own, with data that nobody keeps. */
export type PostgresServer = {
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>;
  /** Kills the server as `kill -9` of all of it does: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** Starts it again with what it holds. */
  restart(): Promise<void>;
  /** Stops it and takes its data away. */
  remove(): Promise<void>;
};

const USER = 'dispatch';
/** Postgres refuses to run as root; then it runs as whoever owns nothing else. */
const NOBODY = 65_534;

/** Starts a Postgres server on a free port of the loopback. Rejects when its programs are not installed. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-postgres-'));
  const password = randomBytes(12).toString('hex');
  const own = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (own.uid !== undefined) chownSync(folder, own.uid, own.gid);
  const port = await freePort();
  const data = join(folder, 'data');
  const start = (program: string, args: string[]): ChildProcess =>
    spawn(join(bin, program), args, {
      cwd: folder,
      env: { LC_ALL: 'C', PATH: bin },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...own,
    });
  writeFileSync(join(folder, 'password'), password);
  const options = `-D ${data} -U ${USER} -A scram-sha-256 --pwfile ${join(folder, 'password')} -E UTF8 --no-sync`;
  await toItsEnd(start('initdb', options.split(' ')));
  // Nobody pulls the plug here: what was written outlives the server without a sync, as the machine stays up.
  const settings = `-D ${data} -p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  const serve = () => listening(start('postgres', settings.split(' ')));
  let server = await serve();
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    async createDatabase() {
      const name = `d${(databases += 1)}`;
      await runStatement(url('postgres'), `CREATE DATABASE ${name}`);
      return url(name);
    },
    kill: () => end(server, 'SIGKILL'),
    restart: async () => void (server = await serve()),
    async remove() {
      await end(server, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function runStatement(url: string, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The newest of Debian's, which are not on the path, or what other systems have. */
function findPrograms(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  const found = places.find((place) => existsSync(join(place, 'initdb')));
  if (found === undefined)
    throw new Error('There is no Postgres server here: run `sh cli/setup.sh postgres`, which installs it.');
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function toItsEnd(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${said}`);
}

function listening(child: ChildProcess): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-4000);
      if (said.includes('ready to accept connections')) resolve(child);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
  });
}

/** Resolves when every process of the server is gone: its children hold its standard error open. */
async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const children = signal === 'SIGKILL' ? childrenOf(server.pid) : [];
  const closed = new Promise((resolve) => server.once('close', resolve));
  if (server.exitCode !== null || server.signalCode !== null || !server.kill(signal)) return;
  for (const pid of children) killProcess(pid);
  await closed;
}

function childrenOf(pid: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended in the meantime.
    return undefined;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, as its server was gone.
  }
}
