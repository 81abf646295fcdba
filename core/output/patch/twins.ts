import { folded } from '../../policy/paths.ts';
import { foldersAbove, placeIn, type BaseTree } from './base-tree.ts';
import type { PatchFile } from './patch-file.ts';

/**
 * Files of a change that some file system could not tell from others: of the tree, or of the change itself, in any
 * of their folders' names. By path, in words that go on from the path.
 */
export function findTwins(files: readonly PatchFile[], base: BaseTree): Map<string, string> {
  const kept = files.filter(({ content }) => content !== null);
  const names = namesOf(kept, base);
  const paths = new Set<string>();
  const found = new Map<string, string>();
  for (const { path } of files) {
    if (paths.has(path)) found.set(path, 'stands in it twice');
    paths.add(path);
  }
  for (const { path } of kept) {
    const problem = twinOf(path, names) ?? (isInFile(path, paths) ? 'lies below another of its files' : null);
    if (problem !== null) found.set(path, problem);
  }
  return found;
}

type Names = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** By folder and by what a name is folded to: the names that are there, before and after. */
function namesOf(kept: readonly PatchFile[], base: BaseTree): Names {
  const names = new Map<string, Map<string, Set<string>>>();
  const add = (folder: string, name: string) => {
    const there = names.get(folder) ?? new Map<string, Set<string>>();
    names.set(folder, there);
    const key = keyOf(name);
    there.set(key, (there.get(key) ?? new Set()).add(name));
  };
  for (const [folder, entries] of base) for (const name of entries.keys()) add(folder, name);
  for (const { path } of kept) {
    for (const place of placesOf(path)) add(place.folder, place.name);
  }
  return names;
}

function twinOf(path: string, names: Names): string | null {
  for (const { folder, name } of placesOf(path)) {
    if ((names.get(folder)?.get(keyOf(name))?.size ?? 0) > 1)
      return 'differs from another name only in what some systems do not tell apart (case, Unicode form)';
  }
  return null;
}

function isInFile(path: string, files: ReadonlySet<string>): boolean {
  return foldersAbove(path).some((folder) => files.has(folder));
}

/** A path's own place and those of the folders above it. */
function placesOf(path: string): { folder: string; name: string }[] {
  return [...foldersAbove(path).slice(1), path].map(placeIn);
}

function keyOf(name: string): string {
  return folded(name).toUpperCase();
}
