import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runProcess } from '../lab/runner/process.ts';

/** A process that listens for webhooks. */
export type Peer = {
  url: string;
  /** Milliseconds of processor time that it has taken so far. */
  processorTime(): number;
  close(): Promise<void>;
};

/** Clock ticks of `/proc`, on every Linux that Node runs on. */
const TICK_MS = 10;

/** Starts a program; resolves when it says where it listens. */
export async function startPeer(program: URL, word: string): Promise<Peer> {
  const stop = new AbortController();
  let pid = 0;
  let ended: Promise<unknown> = Promise.resolve();
  const url = await new Promise<string>((resolve, reject) => {
    ended = runProcess({
      program: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', fileURLToPath(program), word],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      onLine(line) {
        if (line.startsWith('pid ')) pid = Number(line.slice(4));
        if (line.startsWith('listening ')) resolve(line.slice(10));
      },
      signal: stop.signal,
      delays: { interrupt: 5000, terminate: 1000, streams: 1000 },
    }).then(({ code }) => reject(new Error(`${program.pathname} ended with ${code}`)), reject);
  });
  return {
    url,
    processorTime() {
      // The name of the program, which may hold anything, is in brackets before the numbers.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    },
    async close() {
      stop.abort();
      await ended;
    },
  };
}
