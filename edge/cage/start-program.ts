import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { CommandLine } from './command-line.ts';
import { killGroup } from './kill-group.ts';

/** A program that runs beside us, at the other end of three pipes. */
export type StartedProgram = {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Of the process group's leader; undefined when it did not start. */
  pid: number | undefined;
  /** Ends the whole group at once; nothing happens when it has ended. */
  kill: () => void;
  /** Resolves with the exit code (null: killed) when it and its streams have ended; rejects when it cannot start. */
  ended: Promise<number | null>;
};

/** What a program of ours creates is its own business. */
const UMASK = 0o077;

const running = new Set<number>();

/** A program that we started must not outlive us, however we end. */
process.on('exit', () => running.forEach(killGroup));

/**
 * Starts a program with an empty environment, in a process group of its own, with the umask 077. The
 * environment is empty on purpose: bubblewrap is process 1 of the cage, and what it was started with can be
 * read there.
 */
export function startProgram({ program, args }: CommandLine): StartedProgram {
  // Inherited at the fork, which happens before spawn returns.
  const before = process.umask(UMASK);
  const child = spawn(program, args, { env: {}, cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  process.umask(before);
  const { pid, stdin, stdout, stderr } = child;
  if (pid !== undefined) running.add(pid);
  // A program that is gone closes its input first; what we had to say to it no longer matters.
  stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      if (pid !== undefined) running.delete(pid);
      resolve(exitCode);
    });
  });
  const kill = () => void (pid !== undefined && running.has(pid) && killGroup(pid));
  return { stdin, stdout, stderr, pid, kill, ended };
}
