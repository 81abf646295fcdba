import { lstatSync, readlinkSync } from 'node:fs';
import { WORKSPACE } from '../../core/policy/paths.ts';
import { follow, type Place, type Seen } from '../../core/policy/place.ts';

/**
 * Tells of a path of the cage what it is on disk, seen from outside: `folder` is the agent's copy of the repository,
 * which lies at `/workspace` in there. Never opens a file and never throws.
 */
export function placeFinder(folder: string): (path: string) => Place {
  const look = (path: string) => seenAt(`${folder}${path.slice(WORKSPACE.length)}`);
  return (path) => follow(path, WORKSPACE, look);
}

function seenAt(path: string): Seen {
  try {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
    return found.isFile() ? { kind: 'file', names: found.nlink } : { kind: 'folder' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A name with NUL, or one that is too long, is refused by other rules and by the kernel.
    const absent = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
    return { kind: absent || code === 'ERR_INVALID_ARG_VALUE' ? 'nothing' : 'closed' };
  }
}
