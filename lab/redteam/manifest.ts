import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What lies below a folder: path to kind, mode and digest, as one text each. */
export type Manifest = Record<string, string>;

/** Larger files are told apart by their size and time alone. */
const LARGEST = 16 * 1024 * 1024;

/** Takes the manifest of a folder. `except` tells which names directly below it are left out. */
export function takeManifest(root: string, except: (name: string) => boolean = () => false): Manifest {
  const manifest: Manifest = {};
  const visit = (folder: string) => {
    for (const name of names(join(root, folder))) {
      if (folder === '' && except(name)) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const found = describe(join(root, path));
      if (found === null) continue;
      manifest[path] = found;
      if (found.startsWith('folder')) visit(path);
    }
  };
  visit('');
  return manifest;
}

/** What differs, one phrase each. */
export function differences(before: Manifest, after: Manifest): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) => {
      if (before[path] === undefined) return `${path} was made`;
      return after[path] === undefined ? `${path} was removed` : `${path} was changed`;
    });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function describe(path: string): string | null {
  try {
    const found = lstatSync(path);
    const mode = (found.mode & 0o7777).toString(8);
    if (found.isSymbolicLink()) return `link ${readlinkSync(path)}`;
    if (found.isDirectory()) return `folder ${mode}`;
    if (!found.isFile()) return `special ${mode}`;
    const what = found.size > LARGEST ? `${found.size} ${found.mtimeMs}` : digest(readFileSync(path));
    return `file ${mode} ${what}`;
  } catch {
    return null;
  }
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
