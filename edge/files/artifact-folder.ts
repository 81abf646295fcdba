import { constants } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';

/** The files of the artifact that are written at the end; the record is written as the run goes. */
export type ArtifactFile = 'result.json' | 'summary.md' | 'summary.jsonl' | ChangeFile;

/** What an agent changed, where it proposes that: the texts of the files, and the same for `git apply`. */
export type ChangeFile = 'changes.json' | 'changes.patch';

/** The pages about one run, and about the runs in a folder. */
export type ReportFile = 'report.html' | 'index.html';

const LARGEST = 1024 * 1024;
const OVERWRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/** Makes a fresh folder below `base` that is uploaded as the artifact, closed to other users. */
export function makeArtifactFolder(base: string): Promise<string> {
  return mkdtemp(join(base, 'agent-dispatch-result-'));
}

/**
 * Writes one file of the artifact, whole or not at all, never through a link: the folder may be one that a stranger
 * packed. Only text that passed the gate goes in.
 */
export async function writeArtifact(
  folder: string,
  name: ArtifactFile | ReportFile,
  text: Outbound,
): Promise<void> {
  const path = join(folder, name);
  try {
    await writeFile(path, reveal(text), { mode: 0o600, flag: OVERWRITE });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Reads one file of a downloaded artifact: a regular file of at most 1 MiB, never through a link. */
export async function readArtifactFile(folder: string, name: ArtifactFile): Promise<string | Refusal> {
  const path = join(folder, name);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (!file) return unreadable(path, 'is missing or is a link');
  try {
    const found = await file.stat();
    if (!found.isFile()) return unreadable(path, 'is not a regular file');
    if (found.size > LARGEST) return unreadable(path, 'is larger than 1 MiB');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function unreadable(path: string, why: string): Refusal {
  return refuse(
    'result-missing',
    `There is no result to publish: ${path} ${why}.`,
    "Download the artifact of the agent's job before this step and name its folder in `result-path`.",
  );
}
