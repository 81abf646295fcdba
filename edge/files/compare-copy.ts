import { closeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import {
  kindAt,
  linkAt,
  namesIn,
  openBelow,
  openRoot,
  readBelow,
  sameContent,
  type Kind,
} from './by-descriptor.ts';
import { nodeId } from './tree.ts';

/** One place in which the agent's copy is not what the checkout is. `why` goes on from the path. */
export type Difference = { path: Buffer } & (
  | { what: 'new' | 'changed' | 'gone' }
  | { what: 'odd'; why: string }
);

export type Compared = {
  differences: Difference[];
  /** The checkout's own `.gitignore` files. */
  ignoring: { path: Buffer; text: Buffer }[];
};

export type CompareOptions = {
  /** Folders that were left out of the copy. */
  except?: readonly string[];
  cancelled?: AbortSignal;
  /** Bounds, so that nobody makes us walk for ever: entries on both sides, bytes read, differences, folders above a file. */
  most?: Partial<Bounds>;
};
type Bounds = { entries: number; bytes: number; differences: number; depth: number };
const BOUNDS: Bounds = { entries: 1_000_000, bytes: 16 * 2 ** 30, differences: 200_000, depth: 100 };

/** The copy is larger than anything that we look through. */
export class TooMuch extends Error {}

const GIT = Buffer.from('.git');
const IGNORE = Buffer.from('.gitignore');
const MOST_IGNORING = { files: 2_000, bytes: 64 * 1024 };

/**
 * Finds out what an agent changed: walks its copy beside the checkout that it was made of, as something hostile, with
 * nothing of git. What the checkout held before the agent came is no change of the agent, whether git knows it or not.
 * Throws `TooMuch`, and what the system says.
 */
export async function compareCopy(
  copy: string,
  checkout: string,
  { except = [], cancelled, most }: CompareOptions = {},
): Promise<Compared> {
  const walk: Walk = {
    found: { differences: [], ignoring: [] },
    left: { ...BOUNDS, ...most },
    except: new Set(except.flatMap(idOf)),
    cancelled,
  };
  const roots = [openRoot(copy), openRoot(checkout)] as const;
  try {
    await compareFolders({ copy: roots[0], checkout: roots[1] }, [], walk);
  } finally {
    roots.forEach((root) => closeSync(root));
  }
  return walk.found;
}

type Walk = {
  found: Compared;
  left: Bounds;
  except: ReadonlySet<string>;
  cancelled: AbortSignal | undefined;
};
/** One folder on both sides; null where it is not there. */
type Pair = { copy: number | null; checkout: number | null };
type Both = { copy: Kind | null; checkout: Kind | null };

async function compareFolders(pair: Pair, path: readonly Buffer[], walk: Walk): Promise<void> {
  if (path.length > walk.left.depth) throw new TooMuch('folders are nested too deep');
  const names = new Map<string, Buffer>();
  for (const folder of [pair.copy, pair.checkout]) {
    if (folder === null) continue;
    for (const name of namesIn(folder)) names.set(name.toString('latin1'), name);
  }
  walk.left.entries -= names.size;
  if (walk.left.entries < 0) throw new TooMuch('there are too many files');
  let count = 0;
  for (const name of [...names.values()].toSorted((one, other) => one.compare(other))) {
    if ((count += 1) % 64 === 0) await breathe();
    walk.cancelled?.throwIfAborted();
    await compareEntry(pair, [...path, name], walk);
  }
}

async function compareEntry(pair: Pair, path: readonly Buffer[], walk: Walk): Promise<void> {
  const name = path.at(-1) as Buffer;
  const at = (folder: number | null) => (folder === null ? null : kindAt(folder, name));
  const both: Both = { copy: at(pair.copy), checkout: at(pair.checkout) };
  if (both.checkout !== null && walk.except.has(both.checkout.id)) both.checkout = null;
  if (name.equals(GIT)) {
    // The top one is ours and is never looked into; git follows none that the checkout has below it.
    if (path.length > 1 && both.checkout === null) odd(path, 'is a repository of its own', walk);
    return;
  }
  if (both.checkout?.what === 'file' && name.equals(IGNORE))
    keepIgnoring(pair.checkout as number, path, walk);
  tellDifference(pair, both, path, walk);
  if (both.copy?.what === 'folder' || both.checkout?.what === 'folder') await descend(pair, both, path, walk);
}

async function descend(pair: Pair, both: Both, path: readonly Buffer[], walk: Walk): Promise<void> {
  const name = path.at(-1) as Buffer;
  const open = (side: keyof Pair) =>
    both[side]?.what === 'folder' && pair[side] !== null ? openBelow(pair[side], name, 'folder') : null;
  const below: Pair = { copy: open('copy'), checkout: null };
  try {
    below.checkout = open('checkout');
    await compareFolders(below, path, walk);
  } finally {
    for (const folder of [below.copy, below.checkout]) if (folder !== null) closeSync(folder);
  }
}

function tellDifference(pair: Pair, { copy, checkout }: Both, path: readonly Buffer[], walk: Walk): void {
  const name = path.at(-1) as Buffer;
  const was = checkout?.what;
  switch (copy?.what) {
    case undefined:
    case 'folder':
      if (was === 'file' || was === 'link') note({ what: 'gone', path: joined(path) }, walk);
      return;
    case 'file':
      if (was === 'link') return odd(path, 'was a symbolic link', walk);
      if (was !== 'file') return note({ what: 'new', path: joined(path) }, walk);
      if (isSameFile(pair, { copy, checkout }, name, walk)) return;
      return note({ what: 'changed', path: joined(path) }, walk);
    case 'link':
      if (was === 'link' && linkAt(pair.copy as number, name).equals(linkAt(pair.checkout as number, name)))
        return;
      return odd(path, 'is a symbolic link', walk);
    default:
      if (was !== 'other') odd(path, 'is no plain file', walk);
  }
}

function isSameFile(pair: Pair, { copy, checkout }: Both, name: Buffer, walk: Walk): boolean {
  if (copy?.executable !== checkout?.executable) return false;
  const files = [openBelow(pair.copy as number, name, 'file')];
  try {
    files.push(openBelow(pair.checkout as number, name, 'file'));
    return sameContent(files[0] as number, files[1] as number, (bytes) => {
      walk.left.bytes -= bytes;
      if (walk.left.bytes < 0) throw new TooMuch('the files are too large');
    });
  } finally {
    files.forEach((file) => closeSync(file));
  }
}

function keepIgnoring(folder: number, path: readonly Buffer[], { found }: Walk): void {
  if (found.ignoring.length >= MOST_IGNORING.files) return;
  const file = readBelow(folder, IGNORE, MOST_IGNORING.bytes);
  if (file !== null) found.ignoring.push({ path: joined(path), text: file.bytes });
}

function odd(path: readonly Buffer[], why: string, walk: Walk): void {
  note({ what: 'odd', why, path: joined(path) }, walk);
}

function note(difference: Difference, walk: Walk): void {
  walk.left.differences -= 1;
  if (walk.left.differences < 0) throw new TooMuch('too many files differ');
  walk.found.differences.push(difference);
}

function joined(path: readonly Buffer[]): Buffer {
  return Buffer.concat(path.flatMap((name, at) => (at === 0 ? [name] : [Buffer.from('/'), name])));
}

function idOf(path: string): string[] {
  try {
    return [nodeId(path)];
  } catch {
    return [];
  }
}
