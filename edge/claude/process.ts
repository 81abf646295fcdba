import { spawn } from 'node:child_process';
import { Fault } from '../../core/fault.ts';
import type { CommandLine } from '../cage/cage.ts';
import { makeLineSplitter } from './lines.ts';

const STDERR_KEPT = 16 * 1024;

/** A running CLI. Lines come to the listener; `kill` ends the whole cage at once. */
export type ClaudeProcess = {
  send(message: object): void;
  closeInput(): void;
  kill: () => void;
  /** Resolves when the process and its streams have ended. */
  ended: Promise<{ exitCode: number | null; stderrTail: string }>;
};

/**
 * Starts the CLI in its cage. The environment is empty on purpose: bubblewrap is process 1 inside and
 * its own environment can be read there.
 */
export function startClaude(
  command: CommandLine,
  onLine: (line: string) => void,
  onOverlong: () => void,
): ClaudeProcess {
  const child = spawn(command.program, command.args, {
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const splitter = makeLineSplitter(onLine, onOverlong);
  let stderrTail = '';
  child.stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
  child.stdout.on('end', () => splitter.end());
  child.stderr.on(
    'data',
    (chunk: Buffer) => (stderrTail = (stderrTail + chunk.toString('utf8')).slice(-STDERR_KEPT)),
  );
  // A CLI that is gone closes its input first; what we had to say to it no longer matters.
  child.stdin.on('error', () => {});
  const ended = new Promise<{ exitCode: number | null; stderrTail: string }>((resolve, reject) => {
    child.on('error', (cause) => {
      const remedy = 'Install bubblewrap: sudo apt-get install bubblewrap socat';
      reject(
        new Fault('cage-unavailable', `${command.program} could not be started: ${cause.message}`, remedy, {
          cause,
        }),
      );
    });
    child.on('close', (exitCode) => resolve({ exitCode, stderrTail }));
  });
  return {
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    closeInput: () => child.stdin.end(),
    kill: () => killGroup(child.pid),
    ended,
  };
}

/** Kills bubblewrap's process group; its death ends the process namespace and everything in it. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone, which is what was wanted.
  }
}
