import { constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KEPT_FOLDER } from '../../core/output/keep/kept.ts';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { hashWith } from '../keys/digest.ts';

/** A file that passed the gate. `isText`: false where each character stands for a byte. */
type Passed = { content: Outbound; isText: boolean };

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** How many bytes a file has that is kept, and their SHA-256 as hex. */
export function factsOfKept(file: Passed): { bytes: number; sha256: string } {
  const bytes = bytesOf(file);
  return { bytes: bytes.length, sha256: hashWith('sha256')(bytes) };
}

/** Writes files that are kept into the artifact's folder. Their names are those of a result; none is written twice. */
export async function writeKept(
  folder: string,
  files: readonly (Passed & { name: string })[],
): Promise<void> {
  if (files.length === 0) return;
  const all = files.map((file) => ({ name: file.name, bytes: bytesOf(file) }));
  await mkdir(join(folder, KEPT_FOLDER), { mode: 0o700 });
  for (const { name, bytes } of all)
    await writeFile(join(folder, KEPT_FOLDER, name), bytes, { mode: 0o600, flag: NEW });
}

function bytesOf({ content, isText }: Passed): Buffer {
  return Buffer.from(reveal(content), isText ? 'utf8' : 'latin1');
}
