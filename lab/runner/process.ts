import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';

/** How long the runner waits, in milliseconds. GitHub's own values are in `GITHUB_DELAYS`. */
export type Delays = {
  /** After SIGINT, before SIGTERM. */
  interrupt: number;
  /** After SIGTERM, before SIGKILL. */
  terminate: number;
  /** After a process ended, for descendants that still hold its output open. */
  streams: number;
};

export const GITHUB_DELAYS: Delays = { interrupt: 7500, terminate: 2500, streams: 5000 };

/** The variable by which the runner finds what a job left behind. */
export const TRACKING = 'RUNNER_TRACKING_ID';

export type ProcessOrder = {
  program: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  onLine: (line: string) => void;
  signal: AbortSignal;
  delays: Delays;
};

/**
 * Runs one entry process of a step to its end, without a shell of our own. Output of both streams comes
 * line by line. On abort the entry process alone gets SIGINT, SIGTERM, SIGKILL, as from the real runner;
 * what it leaves behind is for `endOrphans`. Resolves with the exit code (128 + signal for a killed
 * process) and the process group. Rejects when the program cannot start.
 */
export async function runProcess(order: ProcessOrder): Promise<{ code: number; group: number }> {
  if (!existsSync(order.cwd)) {
    throw new Error(`cannot start ${order.program}: the working directory ${order.cwd} does not exist`);
  }
  const child = spawn(order.program, [...order.args], {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  readLines(child.stdout, order.onLine);
  readLines(child.stderr, order.onLine);
  const ended = new AbortController();
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`cannot start ${order.program}: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (SIGNALS[signal ?? ''] ?? 0)));
  });
  const stop = () => void endGently(child, order.delays, ended.signal);
  order.signal.addEventListener('abort', stop, { once: true });
  if (order.signal.aborted) stop();
  try {
    const code = await exited;
    ended.abort();
    await Promise.race([closed, wait(order.delays.streams, undefined, { ref: false })]);
    return { code, group: child.pid ?? 0 };
  } finally {
    ended.abort();
    order.signal.removeEventListener('abort', stop);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

const SIGNALS: Record<string, number> = {
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
  SIGHUP: 1,
  SIGSEGV: 11,
  SIGABRT: 6,
};

type Killable = { kill(signal: NodeJS.Signals): boolean };

async function endGently(child: Killable, delays: Delays, ended: AbortSignal): Promise<void> {
  try {
    child.kill('SIGINT');
    await wait(delays.interrupt, undefined, { signal: ended });
    child.kill('SIGTERM');
    await wait(delays.terminate, undefined, { signal: ended });
    child.kill('SIGKILL');
  } catch {
    // The process ended between two signals: nothing is left to signal.
  }
}

/** .NET reads lines, so a lone carriage return ends one too: a command may hide behind it. */
function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    const last = (rest + decoder.end()).replace(/\r$/, '');
    if (last !== '') onLine(last);
  });
}

/**
 * Kills what a job left running: everything that carries its tracking id, as the real runner does, and
 * everything still in a process group that one of its steps began. Returns the number of processes.
 */
export async function endOrphans(tracking: string, groups: ReadonlySet<number>): Promise<number> {
  if (!existsSync('/proc/self/stat')) return endGroups(groups);
  const killed = new Set<number>();
  for (let round = 0; round < 20; round += 1) {
    const found = readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== process.pid && belongs(pid, tracking, groups));
    if (found.length === 0) return killed.size;
    for (const pid of found) {
      killed.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await wait(5);
  }
  return killed.size;
}

function belongs(pid: number, tracking: string, groups: ReadonlySet<number>): boolean {
  try {
    const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    if (state === 'Z') return false;
    if (groups.has(Number(group))) return true;
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${TRACKING}=${tracking}`);
  } catch {
    return false;
  }
}

/** On machines without /proc only the process groups are known. */
function endGroups(groups: ReadonlySet<number>): number {
  let ended = 0;
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
      ended += 1;
    } catch {
      // Nothing was left in this group.
    }
  }
  return ended;
}
