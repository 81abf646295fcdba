import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLock, readManifest, type Locked, type Manifest } from './lock-file.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** More than so many packages are too many for one person to know. */
export const MOST_DIRECT = 20;
const PAGE = 'docs/dependencies.md';

/** A row of the page: what is installed, by whom, under which licence, and what for. */
type Row = { name: string; publisher: string; licence: string; reason: string };

/** `owner/name` of the repository that an installed package names; null for one that is not installed here. */
type SourceOf = (name: string) => string | null;

/** Holds docs/dependencies.md against package.json and the lock file. */
export function checkDependencies(root: string): Verdict {
  const page = readFileSync(join(root, PAGE), 'utf8');
  return judgeDependencies(page, readManifest(root), readLock(root), (name) => sourceOf(root, name));
}

/** The same for texts: every direct dependency has its row with a reason, and each row its dependency. */
export function judgeDependencies(
  page: string,
  manifest: Manifest,
  lock: readonly Locked[],
  source: SourceOf,
): Verdict {
  const parts = [
    ['Production', manifest.dependencies],
    ['Node itself', manifest.optionalDependencies],
    ['Development', manifest.devDependencies],
  ] as const;
  const count = Object.keys(manifest.dependencies).length;
  const findings = [
    ...parts.flatMap(([heading, wanted]) => judgePart(rowsBelow(page, heading), wanted, lock, source)),
    ...(count > MOST_DIRECT
      ? [`package.json has ${count} production dependencies: at most ${MOST_DIRECT} are allowed`]
      : []),
  ];
  return verdictOf(
    findings,
    `${count} of at most ${MOST_DIRECT} direct production dependencies, each with its reason`,
  );
}

function judgePart(
  rows: readonly Row[],
  wanted: Record<string, string>,
  lock: readonly Locked[],
  source: SourceOf,
): string[] {
  const named = new Set(rows.map(({ name }) => name));
  const missing = Object.keys(wanted).filter((name) => !named.has(name));
  const stale = [...named].filter((name) => !Object.hasOwn(wanted, name));
  const loose = Object.entries(wanted).filter(([, version]) => !/^(npm:\S+@)?\d+\.\d+\.\d+$/.test(version));
  return [
    ...missing.map((name) => `${name} has no row in ${PAGE}: say there what it is for`),
    ...stale.map((name) => `${name} has a row in ${PAGE} and is not in package.json: take it out`),
    ...loose.map(([name, version]) => `${name} is '${version}' in package.json: give one exact version`),
    ...rows.flatMap((row) => judgeRow(row, wanted, lock, source)),
  ];
}

function judgeRow(
  row: Row,
  wanted: Record<string, string>,
  lock: readonly Locked[],
  source: SourceOf,
): string[] {
  const { name, publisher, licence, reason } = row;
  // `npm:typescript@7.0.2` is in the lock file by the name of what it stands for.
  const real = /^npm:(.+)@/.exec(wanted[name] ?? '')?.[1] ?? name;
  const locked = lock.find((one) => one.name === real);
  return [
    ...(publisher === (source(name) ?? publisher) && publisher.includes('/')
      ? []
      : [`${name} is published from ${source(name) ?? 'somewhere'}, ${PAGE} says '${publisher}'`]),
    ...(reason.length < 15 ? [`${name} has no reason in ${PAGE}`] : []),
    ...(locked !== undefined && locked.licence !== licence
      ? [`${name} is under ${locked.licence ?? 'no licence'}, ${PAGE} says ${licence}`]
      : []),
  ];
}

function rowsBelow(page: string, heading: string): Row[] {
  const part = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  return part
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, name = '', publisher = '', licence = '', reason = ''] = line
        .split('|')
        .map((cell) => cell.trim());
      return { name: name.replaceAll('`', ''), publisher, licence, reason };
    });
}

function sourceOf(root: string, name: string): string | null {
  const file = join(root, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return null;
  const { repository } = JSON.parse(readFileSync(file, 'utf8')) as { repository?: string | { url: string } };
  const url = typeof repository === 'object' ? repository.url : (repository ?? '');
  // `github:owner/name`, `owner/name`, or an address, perhaps with more behind it.
  const [, path] = /^(?:.*github(?:\.com)?[:/])?([\w.-]+\/[\w.-]+)/.exec(url) ?? [];
  return path?.replace(/\.git$/, '') ?? null;
}
