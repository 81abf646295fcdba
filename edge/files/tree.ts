import { chmod, lstat, readdir, rmdir, unlink } from 'node:fs/promises';

/** Enough to keep the disk busy, few enough to stay below any limit on open files. */
const AT_ONCE = 32;

/** The path of a folder's entry. Paths are bytes here: a name need not be UTF-8. */
export function below(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name]);
}

/** Which file or folder this is, whatever path leads to it. Links are not followed. */
export async function nodeId(path: string | Buffer): Promise<string> {
  const { dev, ino } = await lstat(path);
  return `${dev}:${ino}`;
}

/** Does `work` for each item, a few at a time. The first failure ends it. */
export async function inBatches<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const done: Value[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}

/**
 * Removes a folder that somebody hostile wrote into: folders that were closed are opened, names may be
 * any bytes, no link is followed. What cannot be removed stays; the runner empties its folder after the job.
 */
export async function removeTree(root: string): Promise<void> {
  const folders: Buffer[] = [Buffer.from(root)];
  for (let at = 0; at < folders.length; at += 1) {
    const folder = folders[at] as Buffer;
    await chmod(folder, 0o700).catch(() => {});
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch(() => []);
    await inBatches(entries, async (entry) => {
      const path = below(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else await unlink(path).catch(() => {});
    });
  }
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => {});
}
