import { binaryBytes, concat, utf8 } from '../../redact/known/bytes.ts';
import { MODES, placeIn, type BaseEntry, type BaseTree } from './base-tree.ts';
import type { PatchFile } from './patch-file.ts';

type Hash = (bytes: Uint8Array) => string;

/**
 * The id of the tree that a judged change makes of another one, as git has it. Whoever lets somebody else make that
 * tree knows by it that nothing was left out or put in. `hash` gives the SHA-1 of bytes in hex.
 */
export function treeAfter(files: readonly PatchFile[], base: BaseTree, hash: Hash): string {
  const folders = new Map([...base].map(([folder, entries]) => [folder, new Map(entries)]));
  for (const file of files) put(folders, file, hash);
  const deepestFirst = [...folders.keys()].toSorted((one, other) => depthOf(other) - depthOf(one));
  for (const folder of deepestFirst) {
    if (folder === '') continue;
    const { folder: above, name } = placeIn(folder);
    const entries = folders.get(folder) ?? new Map<string, BaseEntry>();
    // git knows no empty folder.
    if (entries.size === 0) folders.get(above)?.delete(name);
    else folders.get(above)?.set(name, { mode: MODES.folder, id: idOfTree(entries, hash), size: 0 });
  }
  return idOfTree(folders.get('') ?? new Map(), hash);
}

/** The id of a file's bytes, as git has it. */
export function idOfBlob(content: Uint8Array, hash: Hash): string {
  return idOf('blob', content, hash);
}

type Folders = Map<string, Map<string, BaseEntry>>;

function put(folders: Folders, { path, mode, content }: PatchFile, hash: Hash): void {
  const { folder, name } = placeIn(path);
  if (content === null) {
    folders.get(folder)?.delete(name);
    return;
  }
  makeFolder(folders, folder);
  folders.get(folder)?.set(name, { mode, id: idOfBlob(utf8(content), hash), size: 0 });
}

/** A new folder, and those above it that are new. */
function makeFolder(folders: Folders, folder: string): void {
  if (folders.has(folder)) return;
  folders.set(folder, new Map());
  const above = placeIn(folder).folder;
  if (folder !== '') makeFolder(folders, above);
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** git sorts by bytes, folders as if their names ended in a slash. */
function idOfTree(entries: ReadonlyMap<string, BaseEntry>, hash: Hash): string {
  const rows = [...entries].map(([name, { mode, id }]) => ({
    key: utf8(mode === MODES.folder ? `${name}/` : name),
    bytes: concat([utf8(`${mode.replace(/^0/, '')} ${name}\0`), bytesOf(id)]),
  }));
  return idOf(
    'tree',
    concat(rows.toSorted((one, other) => compare(one.key, other.key)).map(({ bytes }) => bytes)),
    hash,
  );
}

function idOf(type: 'blob' | 'tree', bytes: Uint8Array, hash: Hash): string {
  return hash(concat([utf8(`${type} ${bytes.length}\0`), bytes]));
}

function bytesOf(hex: string): Uint8Array {
  return binaryBytes(
    (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''),
  );
}

function compare(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = (one[at] as number) - (other[at] as number);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
