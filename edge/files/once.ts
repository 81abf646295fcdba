import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Marks `id` as used below `folder`. Returns false when it was marked before. The id must already be
 * checked to be plain hex: it becomes a file name.
 */
export async function markOnce(folder: string, id: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await (await open(join(folder, id), 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
