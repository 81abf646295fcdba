import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One file of the tree. `path` is relative to the root of the repository, with `/`. */
export type SourceText = { path: string; text: string };

/** A wall that was broken: where, and by what. */
export type Breach = { rule: string; path: string; line: number; found: string };

/** What a rule sees: a parsed file, and all its nodes, outermost first. */
export type Parsed = { path: string; text: string; tree: ts.SourceFile; nodes: readonly ts.Node[] };

/** The folders whose code runs for real. */
export const PRODUCTION = /^(core|edge|action|app)\//;

/** Every folder that holds code. */
export const FOLDERS = ['core', 'edge', 'action', 'app', 'cli', 'lab', 'bench', 'test'] as const;

/** The bundled examples are someone else's repository: they are read, never run as ours. */
const DEMO = /^lab\/demo\/files\//;

/** All code below `root`, in the order of their paths. */
export function readTree(root: string, folders: readonly string[] = FOLDERS): SourceText[] {
  return folders.flatMap((folder) =>
    listFiles(root, folder)
      .filter((path) => /\.m?[jt]s$/.test(path) && !DEMO.test(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

/** Parses one file, with parents, so that a rule can look around a node. */
export function parse({ path, text }: SourceText): Parsed {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  return { path, text, tree, nodes: nodesOf(tree) };
}

/** A node and everything in it, outermost first. */
export function nodesOf(node: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (inner: ts.Node): void => {
    nodes.push(inner);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return nodes;
}

/** The path in the tree that a relative import means; a package's name stays as it is. */
export function resolveImport(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

function listFiles(root: string, folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFiles(root, path);
      return entry.isFile() ? [path] : [];
    });
}
