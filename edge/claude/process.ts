import { Fault } from '../../core/fault.ts';
import type { CommandLine } from '../cage/command-line.ts';
import { startProgram } from '../cage/start-program.ts';
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

/** Starts the CLI in its cage. */
export function startClaude(
  command: CommandLine,
  onLine: (line: string) => void,
  onOverlong: () => void,
): ClaudeProcess {
  const { stdin, stdout, stderr, kill, ended } = startProgram(command);
  const splitter = makeLineSplitter(onLine, onOverlong);
  let stderrTail = '';
  stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
  stdout.on('end', () => splitter.end());
  stderr.on(
    'data',
    (chunk: Buffer) => (stderrTail = (stderrTail + chunk.toString('utf8')).slice(-STDERR_KEPT)),
  );
  return {
    send: (message) => void stdin.write(`${JSON.stringify(message)}\n`),
    closeInput: () => stdin.end(),
    kill,
    ended: ended.then((exitCode) => ({ exitCode, stderrTail }), notStarted(command.program)),
  };
}

function notStarted(program: string) {
  return (cause: Error): never => {
    const remedy = 'Install bubblewrap: sudo apt-get install bubblewrap socat';
    throw new Fault('cage-unavailable', `${program} could not be started: ${cause.message}`, remedy, {
      cause,
    });
  };
}
