import { lstatSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tryGit } from '../../edge/runner/git.ts';
import type { WantedFile } from './wanted-files.ts';

/** What is where a file is wanted. */
export type Standing = 'missing' | 'as-wanted' | 'different' | 'no-file';

/** Looks what lies there. A link counts as no file, wherever it leads. */
export function standingOf(top: string, { path, text }: WantedFile): Standing {
  const place = join(top, path);
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined) return 'missing';
  if (!found.isFile()) return 'no-file';
  return readFileSync(place, 'utf8') === text ? 'as-wanted' : 'different';
}

/**
 * Writes the file, at once: nobody sees a half of it. One that has come there meanwhile stays, unless `over` says
 * that it may be written over. Rejects when it cannot be written.
 */
export async function placeFile(top: string, { path, text }: WantedFile, over: boolean): Promise<void> {
  const place = join(top, path);
  await mkdir(dirname(place), { recursive: true });
  if (!over) return writeFile(place, text, { flag: 'wx' });
  const beside = `${place}.new-${process.pid}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, place);
  } finally {
    await rm(beside, { force: true });
  }
}

/** What would change in a file that is there, as git shows it. */
export async function differenceOf(top: string, { path, text }: WantedFile): Promise<string> {
  const words = ['diff', '--no-index', '--no-ext-diff', '--no-textconv', '--', path, '-'];
  const { stdout } = await tryGit(words, top, text);
  const from = stdout.indexOf('\n@@ ');
  return `--- ${path}, as it is\n+++ ${path}, as init would write it${from < 0 ? '\n' : stdout.slice(from)}`;
}
