import { readdirSync, readFileSync } from 'node:fs';

/** A process whose command line names a run. */
export type Found = { pid: number; command: string };

/** Finds what is still alive of a run: by its random name or its folder in a command line. */
export function processesOf(words: readonly string[]): Found[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = commandOf(name);
      return words.some((word) => command.includes(word)) ? [{ pid: Number(name), command }] : [];
    });
}

/** Ends what is left of a run. */
export function endProcesses(words: readonly string[]): void {
  for (const { pid } of processesOf(words)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself, or belongs to somebody whom we may not kill.
    }
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
