import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, from a checkout as well as from a built copy: the one that holds action.yml. */
export const packageRoot = find(dirname(fileURLToPath(import.meta.url)));

/** Installed tools stay here between runs; the binary's hash is checked each time. */
export const toolCache = join(packageRoot, '.cache', 'tools');

function find(folder: string): string {
  if (existsSync(join(folder, 'action.yml'))) return folder;
  if (folder === dirname(folder))
    throw new Error('this copy of agent-dispatch holds no action.yml: install it again');
  return find(dirname(folder));
}
