import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from '../files/hash-file.ts';
import { shelfOf, thisPlatform } from './shelf.ts';

const early = new Map<string, Promise<string>>();

/**
 * Begins to read the CLI's binary before the rest of the program is loaded: it is most of what a start costs.
 * Only begins; where there is no such file, or anything else is wrong, the installation finds that out.
 */
export function hashEarly(toolCache: string, pinFolder: string): void {
  try {
    const { version } = JSON.parse(readFileSync(join(pinFolder, 'release.json'), 'utf8')) as {
      version: string;
    };
    const { folder, binary } = shelfOf(toolCache, version, thisPlatform());
    const path = join(folder, binary);
    const hash = hashFile(path);
    hash.catch(() => early.delete(path));
    early.set(path, hash);
  } catch {
    // Said with its cause and its remedy when the release is read for real.
  }
}

/** The SHA-256 of a file, from the reading that was begun early when there was one. */
export function hashOf(path: string): Promise<string> {
  const begun = early.get(path);
  early.delete(path);
  return begun?.catch(() => hashFile(path)) ?? hashFile(path);
}
