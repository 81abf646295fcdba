import type { AuditEntry, AuditInput } from '../audit/entry.ts';

/** How often calls asked for a file, or for all of the files in a folder. */
export type FileCounts = { read: number; written: number; refused: number };

/** A file or folder. The counts of a folder are those of everything in it. */
export type FileNode = { readonly name: string; readonly counts: FileCounts; readonly children: FileNode[] };

/** The files of a run: `unknown` counts the calls whose path the record no longer holds. */
export type FileTree = { readonly root: FileNode; readonly unknown: number };

/** The tools that name one file, what they do to it and in which field. */
const TOOLS: Readonly<Record<string, readonly [field: string, does: 'read' | 'written']>> = {
  Read: ['file_path', 'read'],
  Edit: ['file_path', 'written'],
  MultiEdit: ['file_path', 'written'],
  Write: ['file_path', 'written'],
  NotebookEdit: ['notebook_path', 'written'],
};

/** Deeper folders are told as one name: nobody follows them, and a page could not draw them. */
const DEEPEST = 40;

type Growing = { node: FileNode; children: Map<string, Growing> };

/** The files that the calls of a record named. Null when none did: commands name theirs in ways of their own. */
export function filesOf(entries: readonly AuditEntry[]): FileTree | null {
  const root = growing('');
  let unknown = 0;
  for (const entry of entries) {
    const tool = entry.type === 'asked' && Object.hasOwn(TOOLS, entry.tool) ? TOOLS[entry.tool] : undefined;
    if (tool === undefined || entry.type !== 'asked') continue;
    const path = pathIn(entry.input, tool[0]);
    if (path === null) unknown += 1;
    else add(root, path, entry.verdict === 'deny' ? 'refused' : tool[1]);
  }
  if (root.children.size === 0 && unknown === 0) return null;
  return { root: grown(root), unknown };
}

/** The path of a call. Of an input that was cut for the record, the field may still stand in its beginning. */
function pathIn(input: AuditInput, field: string): string | null {
  try {
    const value = (Object(JSON.parse(input.text)) as Record<string, unknown>)[field];
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    const found = new RegExp(
      `^\\{(?:"[a-z_]+":(?:true|false|null|[0-9]+|"(?:[^"\\\\]|\\\\.)*"),){0,8}"${field}":("(?:[^"\\\\]|\\\\.)*")`,
    ).exec(input.text);
    return found === null ? null : (JSON.parse(found[1] as string) as string) || null;
  }
}

function growing(name: string): Growing {
  return {
    node: { name, counts: { read: 0, written: 0, refused: 0 }, children: [] },
    children: new Map(),
  };
}

function add(root: Growing, path: string, what: keyof FileCounts): void {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  const parts = names.length > DEEPEST ? [...names.slice(0, DEEPEST), names.slice(DEEPEST).join('/')] : names;
  if (parts.length === 0) parts.push(path);
  root.node.counts[what] += 1;
  let at = root;
  for (const name of parts) {
    const next = at.children.get(name) ?? growing(name);
    at.children.set(name, next);
    next.node.counts[what] += 1;
    at = next;
  }
}

/** Folders with one folder alone in them become one name; folders stand before files. */
function grown({ node, children }: Growing): FileNode {
  const below = [...children.values()].map(grown);
  const only = below[0];
  if (node.name !== '' && below.length === 1 && only !== undefined && only.children.length > 0)
    return { ...only, name: `${node.name}/${only.name}` };
  const order = (one: FileNode, other: FileNode) =>
    Number(other.children.length > 0) - Number(one.children.length > 0) || (one.name < other.name ? -1 : 1);
  return { ...node, children: below.toSorted(order) };
}
