import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
} from 'node:fs';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** Linux: a descriptor that names a file without opening it. */
const O_PATH = 0o10_000_000;

/** What stands at a place, whether its owner may execute it, how many names it has, and its size in bytes. */
export type Kind = {
  what: 'file' | 'folder' | 'link' | 'other';
  executable: boolean;
  id: string;
  names: number;
  size: number;
};

/**
 * Looks at what somebody hostile wrote, one name at a time below a descriptor: no path that is given to the system
 * has a second name in it that could be a link, and nothing is opened that could wait for somebody (a pipe).
 */
function under(folder: number, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`/proc/self/fd/${folder}/`), name]);
}

/** Opens a folder by its path, which is ours; only its last name may be a stranger's. Throws where it is none. */
export function openRoot(path: string): number {
  return openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

/** What stands below a folder under a name; null when nothing does. */
export function kindAt(folder: number, name: Buffer): Kind | null {
  const found = lstatSync(under(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return null;
  const what = found.isFile()
    ? 'file'
    : found.isDirectory()
      ? 'folder'
      : found.isSymbolicLink()
        ? 'link'
        : 'other';
  const executable = (found.mode & 0o100) !== 0;
  return { what, executable, id: `${found.dev}:${found.ino}`, names: found.nlink, size: found.size };
}

/** The names in an open folder. */
export function namesIn(folder: number): Buffer[] {
  return readdirSync(`/proc/self/fd/${folder}`, { encoding: 'buffer' });
}

/** Opens a folder or a plain file below an open folder; one that its owner closed is opened up. Throws for all else. */
export function openBelow(folder: number, name: Buffer, what: 'file' | 'folder'): number {
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | (what === 'folder' ? O_DIRECTORY : 0);
  const file = openOpened(folder, name, flags, what === 'folder' ? 0o700 : 0o600);
  if (what === 'folder' || fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error('it is no plain file');
}

function openOpened(folder: number, name: Buffer, flags: number, mode: number): number {
  try {
    return openSync(under(folder, name), flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
  }
  const place = openSync(under(folder, name), O_PATH | O_NOFOLLOW);
  try {
    if (fstatSync(place).isSymbolicLink()) throw new Error('it is a symbolic link');
    chmodSync(`/proc/self/fd/${place}`, mode);
  } finally {
    closeSync(place);
  }
  return openSync(under(folder, name), flags);
}

/** Where a link leads, as it is written. */
export function linkAt(folder: number, name: Buffer): Buffer {
  return readlinkSync(under(folder, name), { encoding: 'buffer' });
}

const CHUNK = 256 * 1024;

/** Whether two open files hold the same bytes. `onRead` is told how many were read of each. */
export function sameContent(one: number, other: number, onRead: (bytes: number) => void): boolean {
  if (fstatSync(one).size !== fstatSync(other).size) return false;
  const [left, right] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  for (let at = 0; ;) {
    const read = readSync(one, left, 0, CHUNK, at);
    const again = readSync(other, right, 0, CHUNK, at);
    onRead(read);
    if (read !== again || left.compare(right, 0, read, 0, read) !== 0) return false;
    if (read === 0) return true;
    at += read;
  }
}

/** A plain file: its bytes, and whether its owner may execute it. */
export type ReadFile = { bytes: Buffer; executable: boolean };

/** The plain file at a path below an open folder; null when it has more than `most` bytes. Throws for all else. */
export function readBelow(root: number, path: Buffer, most: number): ReadFile | null {
  const opened: number[] = [];
  try {
    let folder = root;
    const names = path
      .toString('latin1')
      .split('/')
      .map((name) => Buffer.from(name, 'latin1'));
    for (const name of names.slice(0, -1)) {
      folder = openBelow(folder, name, 'folder');
      opened.push(folder);
    }
    const file = openBelow(folder, names.at(-1) ?? Buffer.alloc(0), 'file');
    opened.push(file);
    return readAtMost(file, most);
  } finally {
    opened.forEach((one) => closeSync(one));
  }
}

function readAtMost(file: number, most: number): ReadFile | null {
  const { size, mode } = fstatSync(file);
  if (size > most) return null;
  const bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (let read; (read = readSync(file, bytes, length, bytes.length - length, length)) > 0;) length += read;
  // Nobody writes it any more, so that it has the size that it says.
  if (length !== size) throw new Error('its size is not what it says');
  return { bytes: Buffer.from(bytes.subarray(0, length)), executable: (mode & 0o100) !== 0 };
}
