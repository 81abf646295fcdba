import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_FOLDER, type FoundFiles } from '../../core/output/keep/kept.ts';
import { MOST_KEPT_FILES, MOST_KEPT_KB } from '../../core/output/kinds/artifact.ts';
import { hashWith } from '../keys/digest.ts';
import { kindAt, namesIn, openRoot, readBelow } from './by-descriptor.ts';

/**
 * The files that lie in a downloaded artifact, which somebody hostile may have packed: plain files alone, as many and as
 * large as may be kept. Null where there is anything else.
 */
export function findKept(folder: string): FoundFiles | null {
  const found = new Map<string, { bytes: number; sha256: string }>();
  const top = openRoot(folder);
  try {
    const there = kindAt(top, Buffer.from(KEPT_FOLDER));
    if (there?.what !== 'folder') return there === null ? found : null;
  } finally {
    closeSync(top);
  }
  const root = openRoot(join(folder, KEPT_FOLDER));
  try {
    const names = namesIn(root);
    if (names.length > MOST_KEPT_FILES) return null;
    for (const name of names) {
      const file =
        kindAt(root, name)?.what === 'file' ? readBelow(root, name, 2 * MOST_KEPT_KB * 1000) : null;
      if (file === null) return null;
      const { bytes } = file;
      found.set(name.toString('latin1'), { bytes: bytes.length, sha256: hashWith('sha256')(bytes) });
    }
    return found;
  } finally {
    closeSync(root);
  }
}
