import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  version: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };

/** A platform package's name ends like this: `binding-linux-arm64-musl`, `binding-darwin-x64`. */
const PLATFORM =
  /(?:^|[/-])(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|x64|ppc64|riscv64|s390x)(?:-(\w+))?$/;

/**
 * Adds the platform packages that the lock file names as optional but has no entry for. npm leaves them
 * out when the registry that wrote the lock did not carry them, and `npm ci` then refuses the lock on
 * every machine. They are for other platforms: nothing that is installed here changes. Returns how many
 * were added.
 */
export function completeLock(file: string): number {
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  let added = 0;
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]) continue;
      lock.packages[`node_modules/${name}`] = platformEntry(name, version, entry.dev);
      added += 1;
    }
  }
  if (added === 0) return 0;
  const sorted = Object.entries(lock.packages).toSorted(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  return added;
}

function platformEntry(name: string, version: string, dev: boolean | undefined): Entry {
  const [, os, cpu, abi] = PLATFORM.exec(name) ?? [];
  if (os === undefined || cpu === undefined) {
    throw new Error(
      `${name}@${version} is missing from the lock file: run npm install with a registry that has it`,
    );
  }
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(os === 'linux' ? { libc: [abi?.startsWith('musl') ? 'musl' : 'glibc'] } : {}),
    optional: true,
    os: [os],
  };
}
