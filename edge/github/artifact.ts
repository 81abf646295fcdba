import { createHash } from 'node:crypto';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { KEPT_FOLDER, type FoundFiles } from '../../core/output/keep/kept.ts';
import { fileName, MOST_KEPT_FILES, MOST_KEPT_KB } from '../../core/output/kinds/artifact.ts';
import { CHANGES_MAX_BYTES } from '../../core/output/patch/change.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';

/** What we read of an artifact. A run that died early may have left less. */
export type ReadArtifact = {
  texts: Partial<Record<keyof typeof READ, string>>;
  /** The files that the agent wanted to keep: what they are, and no byte of them. */
  kept: FoundFiles;
};

const MIB = 1024 * 1024;

/** The files that are unpacked, and the most bytes that each may have. */
const READ = { 'result.json': MIB, 'changes.json': CHANGES_MAX_BYTES, 'session.enc': MIB } as const;

/** Those that stay packed: they are for people, or say the same again. */
const PACKED = {
  'summary.md': MIB,
  'summary.jsonl': MIB,
  'changes.patch': 16 * MIB,
} as const;
const LARGEST = { ...READ, ...PACKED };
type Name = keyof typeof LARGEST;
const NAMES = Object.keys(LARGEST) as Name[];

/**
 * For people alone: they are never unpacked, so that their size is of no matter. A long record is no reason to lose the
 * result beside it.
 */
const UNREAD: readonly string[] = ['report.html', 'audit.jsonl'];

const MOST_ENTRIES = NAMES.length + UNREAD.length + MOST_KEPT_FILES;
const MOST_RATIO = 500;
/** Masks may make a file longer than it was when it was held against the limits. */
const MOST_KEPT_BYTES = 2 * MOST_KEPT_KB * 1000;

/**
 * Reads the zip that a run left behind, in memory and as if its author were hostile: the agent may have
 * written any of it. Nothing is ever unpacked to disk. Everything that is not one of our files is
 * a reason to refuse the whole.
 */
export async function readArtifact(zip: Buffer): Promise<ReadArtifact | Refusal> {
  let file: ZipFile | undefined;
  try {
    file = await open(zip);
    if (file.entryCount > MOST_ENTRIES) return bad(`has ${file.entryCount} entries`);
    return await readAll(file, zip.length);
  } catch (error) {
    return bad(`cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
  } finally {
    file?.close();
  }
}

async function readAll(file: ZipFile, compressed: number): Promise<ReadArtifact | Refusal> {
  const texts: ReadArtifact['texts'] = {};
  const kept = new Map<string, { bytes: number; sha256: string }>();
  const seen = new Set<string>();
  const total = { all: 0, kept: 0 };
  for await (const entry of entries(file)) {
    if (UNREAD.includes(entry.fileName)) continue;
    const found = judged(entry, seen);
    if (isRefusal(found)) return found;
    seen.add(entry.fileName.toLowerCase());
    total.all += entry.uncompressedSize;
    if (total.all > compressed * MOST_RATIO) return bad(`unpacks to more than ${MOST_RATIO} times its size`);
    if (found.kind === 'kept') {
      total.kept += entry.uncompressedSize;
      if (total.kept > MOST_KEPT_BYTES) return bad('holds files that are too large to be kept');
      kept.set(found.name, await hashed(file, entry));
    } else if (isRead(found.name)) {
      const text = await readText(file, entry, LARGEST[found.name]);
      if (text === null) return bad(`holds a \`${found.name}\` that is not UTF-8 text`);
      texts[found.name] = text;
    }
  }
  return { texts, kept };
}

function isRead(name: Name): name is keyof typeof READ {
  return Object.hasOwn(READ, name);
}

type Judged = { kind: 'ours'; name: Name } | { kind: 'kept'; name: string };

/** What an entry is, or why the artifact is refused. Two names that differ in case alone are one file somewhere. */
function judged(entry: Entry, seen: ReadonlySet<string>): Judged | Refusal {
  const found = namedBy(entry.fileName);
  if (found === null)
    return bad(`holds ${JSON.stringify(entry.fileName.slice(0, 80))}, which no run of ours writes`);
  if (seen.has(entry.fileName.toLowerCase())) return bad(`holds \`${found.name}\` twice`);
  if (!isPlainFile(entry)) return bad(`holds a \`${found.name}\` that is not a plain file`);
  if (found.kind === 'ours' && entry.uncompressedSize > LARGEST[found.name])
    return bad(`holds a \`${found.name}\` larger than ${LARGEST[found.name] / MIB} MiB`);
  return found;
}

function namedBy(path: string): Judged | null {
  const name = NAMES.find((allowed) => allowed === path);
  if (name !== undefined) return { kind: 'ours', name };
  const below = path.startsWith(`${KEPT_FOLDER}/`) ? path.slice(KEPT_FOLDER.length + 1) : '';
  return fileName.safeParse(below).success ? { kind: 'kept', name: below } : null;
}

/** Unix modes live in the upper half of the external attributes; zero means that the packer kept none. */
function isPlainFile(entry: Entry): boolean {
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  return (kind === 0 || kind === 0o100000) && (entry.externalFileAttributes & 0x10) === 0;
}

function open(zip: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true, autoClose: false };
    fromBuffer(zip, options, (error, file) => {
      if (error) return reject(error);
      // An error that nobody listens to would end the process.
      file.on('error', () => {});
      resolve(file);
    });
  });
}

async function* entries(file: ZipFile): AsyncGenerator<Entry> {
  for (let count = 0; count < file.entryCount; count++) yield await nextEntry(file);
}

function nextEntry(file: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const found = (entry: Entry): void => {
      file.off('error', reject);
      resolve(entry);
    };
    file.once('entry', found);
    file.once('error', reject);
    file.readEntry();
  });
}

async function readText(file: ZipFile, entry: Entry, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  await unpack(file, entry, most, (chunk) => void chunks.push(chunk));
  return decode(Buffer.concat(chunks));
}

/** The size and the digest of what an entry unpacks to; none of it is kept. */
async function hashed(file: ZipFile, entry: Entry): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const bytes = await unpack(file, entry, MOST_KEPT_BYTES, (chunk) => void hash.update(chunk));
  return { bytes, sha256: hash.digest('hex') };
}

/** Unpacks an entry, piece by piece. Returns its size; throws for one that has more bytes. */
function unpack(file: ZipFile, entry: Entry, most: number, take: (chunk: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      let length = 0;
      stream.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > most) stream.destroy(new Error('larger than it says'));
        else take(chunk);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(length));
    });
  });
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function bad(what: string): Refusal {
  return refuse(
    'artifact-refused',
    `The run's artifact ${what}.`,
    "Its content is not shown, since the agent could have written it; see the run's log.",
  );
}
