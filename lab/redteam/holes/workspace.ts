import { chmod, cp } from 'node:fs/promises';
import { replacing } from './hole.ts';

/** The copy brings everything along: `.git/config` with its token, hooks, helpers. */
export const credentialsCopied = replacing(() => ({
  async copyWorkspace(from, to) {
    await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: noSockets });
    await openTo(to);
  },
}));

/** The copy holds what links lead to. */
export const linksFollowed = replacing(() => ({
  async copyWorkspace(from, to) {
    await cp(from, to, { recursive: true, dereference: true, filter: noSockets });
    await openTo(to);
  },
}));

function noSockets(path: string): boolean {
  return !path.endsWith('.sock');
}

/** The copy was the step's; the agent must reach it. */
async function openTo(folder: string): Promise<void> {
  await chmod(folder, 0o777);
}
