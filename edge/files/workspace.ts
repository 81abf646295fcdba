import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lchown,
  lstat,
  mkdir,
  readlink,
  readdir,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { Fault } from '../../core/fault.ts';
import { below, inBatches, nodeId } from './tree.ts';

/** A git configuration that knows nothing: no remote, no credential, no hook, no alias. */
const BARE_CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n';

/** What git needs to show history. The rest of `.git` is where tokens lie and where programs are named. */
const KEPT_OF_GIT = /^(HEAD|ORIG_HEAD|index|sharedindex\..*|packed-refs|shallow|objects|refs)$/;

export type CopyOptions = {
  /** The agent's user, when the copy is to belong to it. */
  agentUid: number | null;
  /** Folders that are left out wherever they turn up, such as the job's own for temporary files. */
  except?: readonly string[];
  cancelled?: AbortSignal;
};

type Copy = { agentUid: number | null; except: ReadonlySet<string>; cancelled: AbortSignal | undefined };
type Pair = { from: Buffer; to: Buffer; inGit: boolean };

/**
 * Copies a checkout for one run. Links stay links; sockets, pipes and devices are left behind. Of every
 * `.git` folder only the history is copied: its configuration is where a checkout keeps its token and
 * where hooks and helpers are named. A `.git` that is a file or a link leads elsewhere and stays behind.
 * Names are bytes: not every repository's names are UTF-8. Throws `Fault` `workspace-unusable`.
 */
export async function copyWorkspace(from: string, to: string, options: CopyOptions): Promise<void> {
  const { agentUid, cancelled } = options;
  try {
    const except = new Set(await Promise.all((options.except ?? []).map(nodeId)));
    const copy: Copy = { agentUid, except, cancelled };
    let folders: Pair[] = [{ from: Buffer.from(from), to: Buffer.from(to), inGit: false }];
    while (folders.length > 0) folders = (await inBatches(folders, (pair) => copyFolder(pair, copy))).flat();
  } catch (cause) {
    cancelled?.throwIfAborted();
    throw new Fault(
      'workspace-unusable',
      `The workspace ${from} could not be copied: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check that the checkout step ran, that its files are readable and that the disk has room.',
      { cause },
    );
  }
}

/** Copies one folder without its folders, and returns those. */
async function copyFolder(pair: Pair, copy: Copy): Promise<Pair[]> {
  copy.cancelled?.throwIfAborted();
  const { mode } = await lstat(pair.from);
  await mkdir(pair.to, { mode: 0o700 });
  const folders: Pair[] = [];
  const entries = await readdir(pair.from, { withFileTypes: true, encoding: 'buffer' });
  const isGit = endsWithGit(pair.from) && !pair.inGit;
  await inBatches(entries, async (entry) => {
    if (isGit && !KEPT_OF_GIT.test(entry.name.toString('latin1'))) return;
    const from = below(pair.from, entry.name);
    const to = below(pair.to, entry.name);
    if (entry.isDirectory()) {
      if (!copy.except.has(await nodeId(from))) folders.push({ from, to, inGit: pair.inGit || isGit });
      return;
    }
    if (entry.name.equals(GIT)) return;
    if (entry.isSymbolicLink()) await symlink(await readlink(from, { encoding: 'buffer' }), to);
    else if (entry.isFile()) await copyOneFile(from, to, copy);
    else return;
    if (copy.agentUid !== null) await lchown(to, copy.agentUid, copy.agentUid);
  });
  if (isGit) await writeConfig(below(pair.to, Buffer.from('config')), copy);
  await chmod(pair.to, (mode & 0o777) | 0o700);
  if (copy.agentUid !== null) await lchown(pair.to, copy.agentUid, copy.agentUid);
  return folders;
}

async function copyOneFile(from: Buffer, to: Buffer, copy: Copy): Promise<void> {
  copy.cancelled?.throwIfAborted();
  const { mode } = await lstat(from);
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(to, (mode & 0o777) | 0o600);
}

async function writeConfig(path: Buffer, copy: Copy): Promise<void> {
  await writeFile(path, BARE_CONFIG, { mode: 0o644 });
  if (copy.agentUid !== null) await lchown(path, copy.agentUid, copy.agentUid);
}

const GIT = Buffer.from('.git');

function endsWithGit(path: Buffer): boolean {
  return path.subarray(path.lastIndexOf('/') + 1).equals(GIT);
}
