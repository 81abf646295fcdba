import { crc32 } from 'node:zlib';
import { ZipFile } from 'yazl';
import type { Random } from '../../random.ts';
import { badResult, goodResult } from './results.ts';
import { packed, zipBytes, type RawEnd, type RawEntry } from './zip-bytes.ts';

/** A name that is not there when all went well. */
export const MARKER = '/tmp/agent-dispatch-fuzz-marker';

const NAMES = [
  'result.json',
  'audit.jsonl',
  'summary.md',
  'changes.json',
  'changes.patch',
  'session.enc',
] as const;
const STRANGE_NAMES: readonly (string | Buffer)[] = [
  `../../../../../..${MARKER}`, MARKER, `a/../../..${MARKER}`, `..\\..\\..${MARKER}`, 'C:\\result.json', '//host/share', 'result.json\u0000.txt', 'result.json/',
  './result.json', 'RESULT.JSON', 'result.json ', 'résult.json', Buffer.from([0xff, 0xfe, 0x2f]), '', 'a'.repeat(65_000), '__proto__', 'constructor', 'toString',
]; // prettier-ignore

const STRANGE_FILES: readonly string[] = [
  'files/', 'files/../result.json', 'files//a.md', 'files/a/b.md', 'files/.env', 'files/-rf', 'files/a.', 'files/a b', 'files\\a.md', 'FILES/a.md', 'files/a.md\u0000.txt', `files/${'a'.repeat(300)}`,
]; // prettier-ignore

/** What a zip must become: the files that are in it, a refusal, or either of them. */
export type Meant = 'files' | 'refusal' | 'either';
/** The same seed gives the same bytes, whenever. */
const PACKED = new Date(Date.UTC(2026, 0, 1));

export type Artifact = { zip: Buffer; meant: Meant };

/** One zip that a run may have left. */
export async function artifactOf(random: Random): Promise<Artifact> {
  const kind = random.below(100);
  if (kind < 20) return { zip: await honestZip(random), meant: 'files' };
  if (kind < 45) return { zip: damaged(await honestZip(random), random), meant: 'either' };
  if (kind < 75) return { zip: random.pick(LIES)(random), meant: 'refusal' };
  if (kind < 95) return { zip: zipBytes([entry('result.json', badResult(random))]), meant: 'either' };
  const noise = Buffer.from(Array.from({ length: random.below(3_000) }, () => random.below(256)));
  return {
    zip: random.chance(50) ? noise : Buffer.concat([noise, await honestZip(random)]),
    meant: 'either',
  };
}

async function honestZip(random: Random): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(JSON.stringify(goodResult(random))), 'result.json', {
    mtime: PACKED,
    compress: random.chance(70),
  });
  for (const name of NAMES.slice(1))
    if (random.chance(50))
      zip.addBuffer(Buffer.from('a line\n'.repeat(random.below(500))), name, { mtime: PACKED });
  for (let count = random.below(4); count > 0; count--)
    zip.addBuffer(Buffer.from(`kept ${count}`), `files/${count}.md`, { mtime: PACKED });
  zip.end({ forceZip64Format: random.chance(10), comment: '' });
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** An entry that says of itself what is true, unless told otherwise. */
function entry(name: string | Buffer, text: string | Buffer, lies: Partial<RawEntry> = {}): RawEntry {
  return { name, data: packed(text), unpacked: Buffer.byteLength(text), crc: crc32(text), ...lies };
}

const zeros = (bytes: number) => Buffer.alloc(bytes);
const result = (lies: Partial<RawEntry>) => entry('result.json', '{"version":1}', lies);
/** Packed once: the bombs of all inputs are the same few. */
const BOMBS = [1_048_576, 1_048_577, 30_000_000].map((size) => entry('result.json', zeros(size)));

const LIES: readonly ((random: Random) => Buffer)[] = [
  (random) => zipBytes([random.pick(BOMBS)]),
  (random) => zipBytes([{ ...random.pick(BOMBS), unpacked: random.pick([0, 13, 1_048_576, 0xffffffff]) }].map(notTrue)),
  (random) => zipBytes(Array<RawEntry>(random.pick([21, 300, 3_000])).fill(result({}))),
  (random) => zipBytes([result({}), result({ offset: 0 }), result({ offset: random.below(20) })]),
  (random) => zipBytes(NAMES.map((name) => ({ ...random.pick(BOMBS.slice(0, 1)), name, offset: 0 }))),
  (random) => zipBytes([result({ name: random.pick(STRANGE_NAMES) })]),
  (random) => zipBytes([result({ attributes: random.pick([0o120777, 0o040755, 0o060644, 0o010644, 0o140777]) * 0x1_0000 })]),
  () => zipBytes([result({ attributes: 0x10 })]),
  () => zipBytes([result({}), result({})]),
  (random) => zipBytes([result({ flags: random.pick([1, 0x41, 0x2001]) })]),
  (random) => zipBytes([result({ method: random.pick([1, 9, 12, 14, 95, 99, 65_535]) })]),
  (random) => zipBytes([result({ unpacked: random.pick([0, 1, 12, 14, 0x7fffffff]) })]),
  (random) => zipBytes([result({ packed: random.pick([0, 1, 0x7fffffff]) })]),
  (random) => zipBytes([result({ offset: random.pick([0xfffffffe, 1_000_000, 40]) })]),
  () => zipBytes([result({ packed: 0xffffffff, unpacked: 0xffffffff, offset: 0xffffffff, extra: zip64Extra(2n ** 63n) })]),
  () => zipBytes([result({ packed: 0xffffffff, unpacked: 0xffffffff, extra: zip64Extra(2n ** 53n + 1n) })]),
  (random) => zipBytes([result({})], lyingEnd(random)),
  () => zipBytes([result({ data: zeros(13), method: 0, unpacked: 12 })]),
  () => zipBytes([entry('result.json', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))]),
  (random) => zipBytes([result({}), entry(random.pick(STRANGE_FILES), 'kept')]),
  (random) => zipBytes([result({}), entry('files/a.md', 'kept'), entry(random.pick(['files/a.md', 'files/A.md']), 'kept')]),
  (random) => zipBytes([result({}), entry('files/a.md', 'kept', { attributes: random.pick([0o120777, 0o040755, 0o060644]) * 0x1_0000 })]),
  (random) => zipBytes([result({}), { ...random.pick(BOMBS), name: 'files/a.md' }]),
  (random) => zipBytes([result({}), entry('files/a.md', 'kept', { unpacked: random.pick([0, 3, 5, 0x7fffffff]) })]),
  (random) => zipBytes([{ ...result({}), data: Buffer.from(Array.from({ length: 40 }, () => random.below(256) | 6)) }]),
]; // prettier-ignore

function notTrue(one: RawEntry): RawEntry {
  return one.unpacked === 1_048_576 && one.data.length < 1_100 ? { ...one, unpacked: 1 } : one;
}

function lyingEnd(random: Random): RawEnd {
  return random.pick<RawEnd>([
    { entries: 65_535 },
    { entries: 2 },
    { offset: 0xfffffff0 },
    { offset: 0xffffffff, entries: 0xffff },
    { offset: 3 },
  ]);
}

function zip64Extra(value: bigint): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const at of [4, 12, 20]) extra.writeBigUInt64LE(value, at);
  return extra;
}

/** Cut short, with bytes changed, or with a part twice. */
function damaged(zip: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(zip);
  if (random.chance(30)) return bytes.subarray(0, random.below(bytes.length));
  for (let times = 1 + random.below(8); times > 0; times--)
    bytes[random.below(bytes.length)] = random.below(256);
  if (random.chance(80)) return bytes;
  const from = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(random.below(from + 1))]);
}
