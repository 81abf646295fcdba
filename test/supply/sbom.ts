import { createHash } from 'node:crypto';
import type { Locked } from './lock-file.ts';
import { verdictOf, type Verdict } from './verdict.ts';

type Component = {
  'bom-ref': string;
  name: string;
  group?: string;
  version: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: unknown[];
};

/** A bill of materials in CycloneDX, as far as we look at it. */
export type Sbom = {
  bomFormat: string;
  specVersion: string;
  serialNumber?: string;
  metadata: { timestamp?: string; component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/**
 * What `npm sbom` says of everything, reduced to what production installs, and the same for the same lock file: without
 * the time, and with a number made of its content. `npm sbom --omit dev` leaves out packages that development needs,
 * too, such as zod, so what belongs to production is taken from the lock file.
 */
export function productionSbom(whole: Sbom, lock: readonly Locked[], name: string): Sbom {
  const shipped = new Set(lock.filter(({ isDev }) => !isDev).map(label));
  const components = whole.components.filter((one) => shipped.has(label(one)));
  const root = whole.metadata.component;
  const refs = new Set([root, ...components].map((one) => one['bom-ref']));
  const { timestamp: _, ...metadata } = whole.metadata;
  const bare: Sbom = {
    ...whole,
    // npm takes the folder's name.
    metadata: { ...metadata, component: { ...root, name } },
    components,
    dependencies: whole.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
  delete bare.serialNumber;
  const hex = createHash('sha256').update(JSON.stringify(bare)).digest('hex');
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return { ...bare, serialNumber: `urn:uuid:${uuid.join('-')}` };
}

/** Judges whether the bill names everything that production installs, with digest and licence, and nothing else. */
export function judgeSbom(bill: Sbom, lock: readonly Locked[]): Verdict {
  const shipped = lock.filter(({ isDev }) => !isDev);
  const listed = new Map(bill.components.map((one) => [label(one), one]));
  const wanted = new Set(shipped.map(label));
  const isRight = bill.bomFormat === 'CycloneDX' && /^1\.\d$/.test(bill.specVersion);
  const findings = [
    ...(isRight ? [] : [`it is ${bill.bomFormat} ${bill.specVersion}, not CycloneDX 1`]),
    ...shipped.filter((one) => !listed.has(label(one))).map((one) => `${label(one)} is missing`),
    ...[...listed.keys()].filter((one) => !wanted.has(one)).map((one) => `${one} is not installed`),
    ...shipped.flatMap((one) => judgeComponent(one, listed.get(label(one)))),
  ];
  return verdictOf(
    findings,
    `CycloneDX ${bill.specVersion}, ${bill.components.length} packages with digest and licence`,
  );
}

function judgeComponent(locked: Locked, listed: Component | undefined): string[] {
  if (listed === undefined) return [];
  const digests = (listed.hashes ?? []).map(
    ({ alg, content }) =>
      `${alg.toLowerCase().replace('-', '')}-${Buffer.from(content, 'hex').toString('base64')}`,
  );
  return [
    ...(locked.integrity !== null && digests.includes(locked.integrity)
      ? []
      : [`${label(locked)} has not the digest of the lock file`]),
    ...((listed.licenses ?? []).length > 0 ? [] : [`${label(locked)} has no licence`]),
  ];
}

function label({ name, version, group }: { name: string; version: string; group?: string }): string {
  return `${group === undefined || name.startsWith('@') ? '' : `${group}/`}${name}@${version}`;
}
