import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a build makes: what the action runs, and what an installed `dispatch` runs. */
export const MADE = ['dist', 'build'];

/** Where and when a build is made, as far as a program that it starts can tell. */
export type Surroundings = { folder: string; timeZone: string; locale: string; umask: string };

/**
 * Builds in a copy of what the folder `root` keeps in git or is about to, in surroundings of its own. The installed
 * packages are the same files under other names. Rejects with what the build said.
 */
export async function buildElsewhere(root: string, surroundings: Surroundings): Promise<void> {
  const { folder, timeZone, locale, umask } = surroundings;
  mkdirSync(folder, { recursive: true });
  const listed = await execute(
    'git',
    ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { maxBuffer: 16_000_000 },
  );
  for (const name of listed.stdout.split('\0').filter((one) => one !== '' && existsSync(join(root, one)))) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    cpSync(join(root, name), join(folder, name));
  }
  await execute('cp', ['-al', join(root, 'node_modules'), join(folder, 'node_modules')]);
  await execute('sh', ['-c', 'umask "$1"; exec sh cli/build.sh', 'build', umask], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TZ: timeZone, LC_ALL: locale },
  });
}

/** Where two folders with builds differ, each as one line: `dist/index.js: differs at byte 17`. */
export function differences(one: string, other: string): string[] {
  const all = new Set([one, other].flatMap(filesOf));
  return [...all].toSorted().flatMap((name) => {
    const [mine, theirs] = [one, other].map((folder) => join(folder, name));
    if (mine === undefined || theirs === undefined) return [];
    if (!existsSync(mine) || !existsSync(theirs)) return [`${name}: is in one of the two only`];
    const [left, right] = [readFileSync(mine), readFileSync(theirs)];
    if (left.equals(right)) return [];
    const at = left.findIndex((byte, index) => byte !== right[index]);
    return [`${name}: differs at byte ${at < 0 ? left.length : at}`];
  });
}

/** The lines of a `SHA256SUMS` of what was built there. */
export function digests(folder: string): string[] {
  return filesOf(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
  });
}

/** The built files below a folder, as paths from it, in order. */
export function filesOf(folder: string): string[] {
  const names = MADE.flatMap((part) => globSync(`${part}/**/*`, { cwd: folder }));
  return names.filter((name) => statSync(join(folder, name)).isFile()).toSorted();
}
