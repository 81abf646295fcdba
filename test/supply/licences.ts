import type { Locked } from './lock-file.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** Licences that ask no more of us than to be named, as SPDX writes them. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'PSF-2.0',
]);

/** Judges the licence of everything that production installs. */
export function judgeLicences(lock: readonly Locked[]): Verdict {
  const shipped = lock.filter(({ isDev }) => !isDev);
  const findings = shipped.flatMap(({ name, version, licence }) => {
    if (licence === null) return [`${name}@${version} names no licence: find out, or do without it`];
    if (isAllowed(licence)) return [];
    return [`${name}@${version} is under ${licence}, which is not among those we take: do without it`];
  });
  return verdictOf(findings, `${shipped.length} packages under ${kinds(shipped)}`);
}

/** `MIT`, or a choice of which one is taken: `(MIT OR CC0-1.0)`. */
function isAllowed(licence: string): boolean {
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((one) => ALLOWED.has(one));
}

/** The list as a text: one line for each package, ordered by name. */
export function licenceList(lock: readonly Locked[]): string {
  const lines = lock
    .filter(({ isDev }) => !isDev)
    .map(({ name, version, licence }) => `${name}@${version}\t${licence ?? 'unknown'}`);
  return `${[...new Set(lines)].toSorted().join('\n')}\n`;
}

function kinds(shipped: readonly Locked[]): string {
  const counts = new Map<string, number>();
  for (const { licence } of shipped) counts.set(licence ?? '', (counts.get(licence ?? '') ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} (${count})`)
    .join(', ');
}
