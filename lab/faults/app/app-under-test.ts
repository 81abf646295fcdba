import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runProcess } from '../../runner/process.ts';
import type { AppOrder, StoreStrike } from './order.ts';

const PROGRAM = fileURLToPath(new URL('app-process.ts', import.meta.url));
const DELAYS = { interrupt: 2000, terminate: 1000, streams: 1000 };

/** A process of the app. */
export type AppUnderTest = {
  /** Starts the app; resolves when it listens. Rejects when the process ends before. */
  start(order: Omit<AppOrder, 'strike'>): Promise<void>;
  /** Makes it meet its end, or a pause, at this point. Resolves when it stands still, for one that is to stop. */
  strike(strike: StoreStrike): Promise<void>;
  /** Forgets what `strike` was told. */
  spare(): void;
  /** Kills it where it stands. Safe to repeat. */
  kill(): Promise<void>;
  /** Lets a stopped one go on. */
  resume(): void;
  /** Where it listens, once it does: `http://127.0.0.1:20001`. */
  url(): string;
  /** Resolves when the process is gone. */
  dead: Promise<void>;
  isDead(): boolean;
  log: readonly string[];
};

/** Loads the app in a process of its own, which waits for `start`. Its files lie in the folder `at`. */
export function loadApp(at: string): AppUnderTest {
  mkdirSync(at, { recursive: true, mode: 0o700 });
  const [file, strikeFile] = [join(at, 'order.json'), join(at, 'strike.json')];
  const said = lines();
  const state = { isDead: false };
  const run = async (): Promise<void> => {
    try {
      await runProcess({
        program: process.execPath,
        args: ['--expose-gc', '--disable-warning=ExperimentalWarning', PROGRAM, file],
        cwd: at,
        env: { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: join(tmpdir(), 'dispatch-faults-cache') },
        onLine: (line) => said.add(line),
        signal: new AbortController().signal,
        delays: DELAYS,
      });
    } finally {
      state.isDead = true;
      rmSync(at, { recursive: true, force: true });
    }
  };
  const dead = run();
  const whole = (path: string, content: unknown): void => {
    writeFileSync(`${path}.part`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  };
  return {
    async start(order) {
      const full: AppOrder = { ...order, strike: strikeFile };
      whole(file, full);
      const isUp = await Promise.race([said.first('listening ').then(() => true), dead.then(() => false)]);
      if (!isUp) throw new Error(`the app did not start: ${said.all.slice(-5).join(' | ')}`);
    },
    async strike(strike) {
      whole(strikeFile, strike);
      while (strike.act === 'stop' && existsSync(strikeFile)) await sleep(10);
    },
    spare: () => rmSync(strikeFile, { force: true }),
    async kill() {
      // One that was just begun has not said its number yet.
      await Promise.race([said.first('pid '), dead]);
      if (!state.isDead) signalTo(said.all, 'SIGKILL');
      await dead;
    },
    resume: () => signalTo(said.all, 'SIGCONT'),
    url: () => said.all.find((line) => line.startsWith('listening '))?.slice(10) ?? '',
    dead,
    isDead: () => state.isDead,
    log: said.all,
  };
}

function signalTo(said: readonly string[], name: 'SIGKILL' | 'SIGCONT'): void {
  const pid = Number(said.find((line) => line.startsWith('pid '))?.slice(4));
  if (!Number.isSafeInteger(pid)) throw new Error('the process of the app has not said its number yet');
  process.kill(pid, name);
}

/** Lines as they come, and whoever waits for one that begins with a word. */
function lines() {
  const all: string[] = [];
  const waiting: { word: string; tell: (line: string) => void }[] = [];
  return {
    all,
    add(line: string) {
      all.push(line);
      for (const { word, tell } of waiting) if (line.startsWith(word)) tell(line);
    },
    first: (word: string) =>
      new Promise<string>((tell) => {
        const known = all.find((line) => line.startsWith(word));
        if (known === undefined) waiting.push({ word, tell });
        else tell(known);
      }),
  };
}
