import { closeSync } from 'node:fs';
import type { FileLook } from '../../core/output/kinds/kind.ts';
import { kindAt, openBelow, openRoot, type Kind } from './by-descriptor.ts';

/**
 * Looks at a path of an agent's copy: how large the plain file there is, or why there is none, in words that go on from
 * it. Nothing is followed: neither a link nor a second name. Null where the system does not let us see.
 */
export function lookAtFile(workspace: string, path: string): FileLook | null {
  const opened: number[] = [];
  try {
    let folder = openRoot(workspace);
    opened.push(folder);
    const names = path.split('/').map((name) => Buffer.from(name));
    for (const name of names.slice(0, -1)) {
      const kind = kindAt(folder, name);
      if (kind?.what !== 'folder')
        return { problem: kind?.what === 'link' ? 'lies behind a symbolic link' : 'is not there' };
      folder = openBelow(folder, name, 'folder');
      opened.push(folder);
    }
    return lookOf(kindAt(folder, names.at(-1) ?? Buffer.alloc(0)));
  } catch {
    return null;
  } finally {
    opened.forEach((one) => closeSync(one));
  }
}

function lookOf(kind: Kind | null): FileLook {
  switch (kind?.what) {
    case undefined:
      return { problem: 'is not there' };
    case 'file':
      return kind.names === 1 ? { bytes: kind.size } : { problem: 'has more than one name (hard links)' };
    case 'link':
      return { problem: 'is a symbolic link' };
    case 'folder':
      return { problem: 'is a folder' };
    default:
      return { problem: 'is no plain file' };
  }
}
