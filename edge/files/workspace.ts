import { chmod, cp, lchown, lstat, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Fault } from '../../core/fault.ts';

/** A git configuration that knows nothing: no remote, no credential, no hook, no alias. */
const BARE_CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n';

/**
 * Copies a checkout for one run. Links stay links, and git's configuration is replaced, since that is
 * where a checkout keeps its token and where hooks and helpers are named. The copy belongs to the
 * agent's user when `agentUid` is given.
 */
export async function copyWorkspace(from: string, to: string, agentUid: number | null): Promise<void> {
  try {
    await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => isCopied(from, path) });
  } catch (cause) {
    throw new Fault(
      'workspace-unusable',
      `The workspace ${from} could not be copied: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check that the checkout step ran and that the disk has room.',
      { cause },
    );
  }
  await cleanGit(join(to, '.git'));
  await openUp(to, agentUid);
}

/** Sockets, pipes and devices are left behind: a copy would hang on them or hand them over. */
async function isCopied(root: string, path: string): Promise<boolean> {
  const below = relative(root, path);
  if (below === join('.git', 'hooks') || below.startsWith(join('.git', 'hooks') + sep)) return false;
  const found = await lstat(path);
  return found.isFile() || found.isDirectory() || found.isSymbolicLink();
}

async function cleanGit(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) return;
  for (const name of ['config', 'config.worktree', 'FETCH_HEAD', 'modules', 'worktrees', 'info/attributes']) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  await writeFile(join(folder, 'config'), BARE_CONFIG, { mode: 0o644 });
}

/** Makes the copy the agent's own, or at least readable, without following a link. */
async function openUp(path: string, agentUid: number | null): Promise<void> {
  const found = await lstat(path);
  if (agentUid !== null) await lchown(path, agentUid, agentUid);
  if (found.isSymbolicLink()) return;
  await chmod(path, (found.mode & 0o777) | (found.isDirectory() ? 0o700 : 0o600));
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await openUp(join(path, name), agentUid);
}
