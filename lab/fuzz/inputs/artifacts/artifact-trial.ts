import { CHANGES_MAX_BYTES } from '../../../../core/output/patch/change.ts';
import { existsSync } from 'node:fs';
import { readResult } from '../../../../core/output/result.ts';
import { isRefusal } from '../../../../core/refusal.ts';
import { readArtifact, type ReadArtifact } from '../../../../edge/github/artifact.ts';
import { randomOf } from '../../random.ts';
import type { Trial } from '../trial.ts';
import { artifactOf, MARKER, type Meant } from './zips.ts';

type Read = { files: Awaited<ReturnType<typeof readArtifact>>; result: ReturnType<typeof readResult> | null };

/** One artifact of a run: its zip is read, and the result in it. */
export async function artifactTrial(seed: number, place: number): Promise<Trial> {
  const { zip, meant } = await artifactOf(randomOf(seed, place));
  return {
    shown: zip.subarray(0, 200).toString('latin1'),
    read: () => readBoth(zip),
    wrong: (read) => wrongWith(read as Read, meant),
  };
}

async function readBoth(zip: Buffer): Promise<Read> {
  const files = await readArtifact(zip);
  const text = isRefusal(files) ? undefined : files.texts['result.json'];
  return { files, result: text === undefined ? null : readResult(text) };
}

const ALLOWED = new Set(['result.json', 'changes.json', 'session.enc']);

function wrongWith({ files, result }: Read, meant: Meant): string | null {
  if ('polluted' in {}) return 'a prototype was changed';
  if (existsSync(MARKER)) return 'a file was written';
  if (isRefusal(files)) return meant === 'files' ? `refused: ${files.because}` : badWords(files.because);
  if (meant === 'refusal') return `it was read: ${Object.keys(files.texts).join()}`;
  return badFiles(files) ?? (result !== null && isRefusal(result) ? badWords(result.because) : null);
}

function badFiles({ texts, kept }: ReadArtifact): string | null {
  const names = Object.keys(texts);
  if ([...kept].some(([name]) => /[/\\]|^\.|^$/.test(name))) return `it keeps ${[...kept.keys()].join()}`;
  if (names.some((name) => !ALLOWED.has(name))) return `it holds ${names.join()}`;
  const isLarge = ([name, text]: [string, string]) =>
    Buffer.byteLength(text) > (name === 'changes.json' ? CHANGES_MAX_BYTES : 1_048_576);
  return Object.entries(texts).some(isLarge) ? 'a file is too large' : null;
}

/** A refusal may repeat a little of what it refuses, and no more. */
function badWords(because: string): string | null {
  return because.length > 400 ? `a refusal of ${because.length} characters` : null;
}
