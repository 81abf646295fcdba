import { readdirSync, readFileSync } from 'node:fs';

/** The commands of the processes that have a value in their environment: those of a cage, by its token. */
export function holdersOf(value: string): string[] {
  if (value === '') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => (textOf(pid, 'environ').includes(value) ? [textOf(pid, 'cmdline')] : []))
    .map((command) => command.replaceAll('\0', ' ').trim());
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // It ended, or is not ours to look into.
    return '';
  }
}
