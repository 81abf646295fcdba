import { statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Layers } from '../../action/caged-job.ts';

const Known = z.strictObject({ file: z.string(), sha256: z.string() });

/**
 * The hash of the CLI, read once for all runs of a suite: it is the same file hundreds of times, and reading it is a
 * tenth of a run. A file of which anything has changed, its inode or either of its times, is read again: whoever writes
 * to it cannot choose the time of its inode.
 */
export function hashedOnce(keptIn: string, hash: Layers['hashCli']): Layers['hashCli'] {
  return async (path) => {
    const file = identityOf(path);
    const known = await readKnown(keptIn);
    if (known?.file === file) return known.sha256;
    const sha256 = await hash(path);
    if (identityOf(path) !== file) return sha256;
    // Several runs may write it at once.
    const fresh = `${keptIn}.${process.pid}`;
    await writeFile(fresh, JSON.stringify({ file, sha256 }), { mode: 0o600 });
    await rename(fresh, keptIn);
    return sha256;
  };
}

async function readKnown(keptIn: string): Promise<z.infer<typeof Known> | null> {
  try {
    return Known.parse(JSON.parse(await readFile(keptIn, 'utf8')));
  } catch {
    return null;
  }
}

function identityOf(path: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [path, dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
