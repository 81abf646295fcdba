import { accessSync, constants } from 'node:fs';

/**
 * Where a machine's own programs lie. A PATH is not asked: in a CI job any step before ours may have put
 * a folder of its own in front of it.
 */
const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

/** The absolute path of one of the machine's own programs, or null when it is not installed. */
export function systemProgram(name: string, folders: readonly string[] = FOLDERS): string | null {
  for (const folder of folders) {
    try {
      accessSync(`${folder}/${name}`, constants.X_OK);
      return `${folder}/${name}`;
    } catch {
      // Not here; perhaps in the next.
    }
  }
  return null;
}
