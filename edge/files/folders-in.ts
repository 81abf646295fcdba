import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folders in a folder into which several artifacts were downloaded, by their names and in their order. Links are no
 * folders. Null when there are more than `most`.
 */
export async function foldersIn(folder: string, most: number): Promise<string[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return found.length > most ? null : found.toSorted().map((name) => join(folder, name));
}
