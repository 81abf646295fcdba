import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, normalize, resolve, sep } from 'node:path';

/** The files that upload patterns name, and the folder that their names in the archive are relative to. */
export type FoundFiles = { root: string; files: string[] };

/**
 * Finds files as actions/upload-artifact does: `*`, `**` and `?`, folders with all below them, `!` takes
 * away. Symbolic links are followed, broken ones left out. Hidden files and folders count only if asked.
 */
export function findFiles(workspace: string, patterns: readonly string[], hidden: boolean): FoundFiles {
  const absolute = (pattern: string) => normalize(resolve(workspace, pattern)).replace(/\/$/, '');
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(absolute);
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((text) => absolute(text.slice(1)));
  const starts = searchPaths(wanted);
  const files = new Set<string>();
  for (const start of starts) {
    for (const file of walk(start, hidden, [])) {
      if (
        wanted.some((pattern) => matches(pattern, file)) &&
        !unwanted.some((pattern) => matches(pattern, file))
      ) {
        files.add(file);
      }
    }
  }
  const found = [...files];
  const only = starts[0] ?? workspace;
  if (starts.length > 1) return { root: commonFolder(starts), files: found };
  return { root: found.length === 1 && found[0] === only ? dirname(only) : only, files: found };
}

/** The longest part of each pattern without a wildcard; one inside another counts once. */
function searchPaths(patterns: readonly string[]): string[] {
  const starts = patterns.map((pattern) => {
    const parts = pattern.split(sep);
    const wild = parts.findIndex((part) => /[*?[]/.test(part));
    return (wild < 0 ? parts : parts.slice(0, wild)).join(sep) || sep;
  });
  const unique = [...new Set(starts)];
  return unique.filter(
    (start) => !unique.some((other) => other !== start && start.startsWith(`${other}${sep}`)),
  );
}

function commonFolder(paths: readonly string[]): string {
  const split = paths.map((path) => path.split(sep));
  const first = split[0] ?? [];
  const differs = first.findIndex((part, index) => split.some((parts) => parts[index] !== part));
  return (differs < 0 ? first : first.slice(0, differs)).join(sep) || sep;
}

/** A pattern also means everything below what it matches. */
function matches(pattern: string, file: string): boolean {
  const source = pattern
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}(?:/.*)?$`, 's').test(file);
}

function* walk(path: string, hidden: boolean, above: readonly string[]): Generator<string> {
  if (!hidden && basename(path).startsWith('.')) return;
  const info = follow(path);
  if (info === undefined) return;
  if (!info.isDirectory()) {
    yield path;
    return;
  }
  const real = realpathSync(path);
  if (above.includes(real)) return;
  for (const entry of readdirSync(path).toSorted()) yield* walk(join(path, entry), hidden, [...above, real]);
}

function follow(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
