import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of the lock file. */
export type Locked = {
  name: string;
  version: string;
  licence: string | null;
  /** `sha512-…`, which npm holds the tarball to; null when the lock file does not know it. */
  integrity: string | null;
  /** Whether only development needs it. */
  isDev: boolean;
  /** Whether it is for some platforms only. */
  isOptional: boolean;
};

/** The parts of package.json that say what is installed. */
export type Manifest = {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

type Entry = {
  name?: string;
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
};

/** The package.json in a folder. */
export function readManifest(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
}

/** All packages that the lock file in a folder installs, in the order of their places. */
export function readLock(root: string): Locked[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  return Object.entries(packages)
    .filter(([place]) => place !== '')
    .map(([place, entry]) => ({
      name: entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? null,
      integrity: entry.integrity ?? null,
      isDev: entry.dev === true,
      isOptional: entry.optional === true,
    }));
}
