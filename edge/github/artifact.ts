import { CHANGES_MAX_BYTES } from '../../core/output/patch/change.ts';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';

/** The files of an artifact that we read, as text. A run that died early may have left fewer. */
export type ArtifactFiles = Partial<Record<Exclude<Name, Unread>, string>>;

/** The most bytes that each may have. */
const LARGEST = {
  'result.json': 1024 * 1024,
  'audit.jsonl': 1024 * 1024,
  'summary.md': 1024 * 1024,
  'changes.json': CHANGES_MAX_BYTES,
  'changes.patch': 16 * 1024 * 1024,
} as const;
type Name = keyof typeof LARGEST;
/** The same as `changes.json`, for people: it stays packed. */
type Unread = 'changes.patch';
const NAMES = Object.keys(LARGEST) as Name[];

/** For people alone: it is never unpacked, so that its size is of no matter. */
const PAGE = 'report.html';

const MOST_ENTRIES = 20;
const MOST_RATIO = 500;

/**
 * Reads the zip that a run left behind, in memory and as if its author were hostile: the agent may have
 * written any of it. Nothing is ever unpacked to disk. Everything that is not one of our files is
 * a reason to refuse the whole.
 */
export async function readArtifact(zip: Buffer): Promise<ArtifactFiles | Refusal> {
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

async function readAll(file: ZipFile, compressed: number): Promise<ArtifactFiles | Refusal> {
  const files: ArtifactFiles = {};
  const seen = new Set<Name>();
  let total = 0;
  for await (const entry of entries(file)) {
    if (entry.fileName === PAGE) continue;
    const name = judged(entry, seen);
    if (isRefusal(name)) return name;
    total += entry.uncompressedSize;
    if (total > compressed * MOST_RATIO) return bad(`unpacks to more than ${MOST_RATIO} times its size`);
    seen.add(name);
    if (name === 'changes.patch') continue;
    const text = await readText(file, entry, LARGEST[name]);
    if (text === null) return bad(`holds a \`${name}\` that is not UTF-8 text`);
    files[name] = text;
  }
  return files;
}

/** The name of an entry that may be read, or why the artifact is refused. */
function judged(entry: Entry, seen: ReadonlySet<Name>): Name | Refusal {
  const name = NAMES.find((allowed) => allowed === entry.fileName);
  if (!name) return bad(`holds ${JSON.stringify(entry.fileName.slice(0, 80))}, which no run of ours writes`);
  if (seen.has(name)) return bad(`holds \`${name}\` twice`);
  if (!isPlainFile(entry)) return bad(`holds a \`${name}\` that is not a plain file`);
  if (entry.uncompressedSize > LARGEST[name])
    return bad(`holds a \`${name}\` larger than ${LARGEST[name] / 1024 / 1024} MiB`);
  return name;
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

function readText(file: ZipFile, entry: Entry, most: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let length = 0;
      stream.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > most) stream.destroy(new Error('larger than it says'));
        else chunks.push(chunk);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(decode(Buffer.concat(chunks))));
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
