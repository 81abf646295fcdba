/** What git has at a place of a tree: the mode as git writes it, the object's id and, of a file, its bytes. */
export type BaseEntry = { readonly mode: string; readonly id: string; readonly size: number };

/**
 * The tree that a change is made to: by folder (`''` is the top, no slash at the end), and in it by name. It need hold
 * only the folders that the change is about and those above them; a folder that is missing here is not in the tree.
 */
export type BaseTree = ReadonlyMap<string, ReadonlyMap<string, BaseEntry>>;

/** git's modes of what can stand in a tree. */
export const MODES = {
  file: '100644',
  program: '100755',
  link: '120000',
  folder: '040000',
  submodule: '160000',
} as const;

/** The folder of a path, and its name in it. */
export function placeIn(path: string): { folder: string; name: string } {
  const at = path.lastIndexOf('/');
  return at === -1 ? { folder: '', name: path } : { folder: path.slice(0, at), name: path.slice(at + 1) };
}

/** Every folder above a path, the top first. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return ['', ...names.map((_, index) => names.slice(0, index + 1).join('/'))];
}

/** What stands at a path of a tree. */
export function entryAt(base: BaseTree, path: string): BaseEntry | undefined {
  const { folder, name } = placeIn(path);
  return base.get(folder)?.get(name);
}
