import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'oxfmt';
import { docs } from './docs.ts';
import type { GeneratedFile } from './generated-file.ts';
import { reportPage } from './report-page.ts';
import { schemas } from './schemas.ts';

/** Every committed file that is made of others, as it must stand in the repository at `root`. */
export async function generatedFiles(root: URL): Promise<GeneratedFile[]> {
  const [pages, report] = await Promise.all([docs(root), reportPage(root)]);
  return [...(await Promise.all(pages.map(formatted))), ...schemas(), report];
}

/** The paths of those files that hold something else below `root`, or are not there. */
export async function staleFiles(root: URL, files: readonly GeneratedFile[]): Promise<string[]> {
  const held = await Promise.all(
    files.map(({ path }) => readFile(new URL(path, root), 'utf8').catch(() => null)),
  );
  return files.filter(({ text }, at) => held[at] !== text).map(({ path }) => path);
}

/** Writes the files below `root`. */
export async function writeFiles(root: URL, files: readonly GeneratedFile[]): Promise<void> {
  await Promise.all(files.map(({ path, text }) => writeFile(new URL(path, root), text)));
}

/** A page as `oxfmt` leaves it: with the columns of its tables aligned. */
async function formatted({ path, text }: GeneratedFile): Promise<GeneratedFile> {
  const { code, errors } = await format(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be formatted: ${errors[0]?.message}`);
  return { path, text: code };
}
