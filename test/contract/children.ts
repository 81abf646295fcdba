import { readFileSync } from 'node:fs';

/** What this process has started and not seen the end of, as process ids. */
export function childrenOfThis(): string {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
}
