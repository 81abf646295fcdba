import { spawn } from 'node:child_process';
import type { CommandLine } from './command-line.ts';
import { killGroup } from './kill-group.ts';
import { systemProgram } from './system-program.ts';

/** What a program that was kept within bounds left behind. */
export type Bounded = {
  /** Its exit code; 127 when it could not be started, null when it was killed. */
  code: number | null;
  /** The beginning of its output, decoded as UTF-8. */
  stdout: string;
  /** The end of its complaints. */
  stderr: string;
};

export type Bounds = {
  /** The whole environment of the program; nothing is inherited. */
  env: Record<string, string>;
  cwd?: string;
  /** Milliseconds until it is killed. */
  timeoutMs: number;
  /** Bytes of output after which it is killed: what comes later is not wanted. */
  mostOutput?: number;
  /** Kills it. */
  cancelled?: AbortSignal | undefined;
};

const MOST_OUTPUT = 1024 * 1024;
const STDERR_KEPT = 16 * 1024;

const running = new Set<number>();

/** A program that we started must not outlive us, however we end. */
process.on('exit', () => running.forEach(killGroup));

/**
 * Runs a program whose input somebody hostile may have made: it cannot hang us, fill our memory or
 * outlive us. Never rejects. A program without a path is one of the machine's own.
 */
export function runBounded({ program, args }: CommandLine, bounds: Bounds): Promise<Bounded> {
  return new Promise((resolve) => {
    const path = program.includes('/') ? program : systemProgram(program);
    if (path === null) return resolve({ code: 127, stdout: '', stderr: `${program} is not installed` });
    const child = spawn(path, args, {
      env: bounds.env,
      cwd: bounds.cwd ?? '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const kill = () => void (pid !== undefined && running.has(pid) && killGroup(pid));
    const output: Buffer[] = [];
    let length = 0;
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk);
      length += chunk.length;
      if (length > (bounds.mostOutput ?? MOST_OUTPUT)) kill();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    const timer = setTimeout(kill, bounds.timeoutMs);
    bounds.cancelled?.addEventListener('abort', kill, { once: true });
    if (bounds.cancelled?.aborted) kill();
    const end = (code: number | null, complaint = '') => {
      clearTimeout(timer);
      bounds.cancelled?.removeEventListener('abort', kill);
      if (pid !== undefined) running.delete(pid);
      resolve({ code, stdout: Buffer.concat(output).toString('utf8'), stderr: stderr + complaint });
    };
    child.on('error', (error) => end(127, error.message));
    child.on('close', (code) => end(code));
  });
}
