import {
  chmodSync,
  constants,
  copyFileSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
  type Dirent,
} from 'node:fs';
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
    const except = new Set((options.except ?? []).map(nodeId));
    const copy: Copy = { agentUid, except, cancelled };
    const folders: Pair[] = [{ from: Buffer.from(from), to: Buffer.from(to), inGit: false }];
    for (let pair = folders.pop(); pair; pair = folders.pop())
      folders.push(...(await copyFolder(pair, copy)));
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
  const { mode } = lstatSync(pair.from);
  mkdirSync(pair.to, { mode: 0o700 });
  const folders: Pair[] = [];
  const isGit = !pair.inGit && endsWithGit(pair.from);
  await inBatches(readdirSync(pair.from, { withFileTypes: true, encoding: 'buffer' }), (entry) => {
    copy.cancelled?.throwIfAborted();
    if (isGit && !KEPT_OF_GIT.test(entry.name.toString('latin1'))) return;
    const from = below(pair.from, entry.name);
    const to = below(pair.to, entry.name);
    if (!entry.isDirectory()) copyEntry(entry, from, to, copy);
    else if (!copy.except.has(nodeId(from))) folders.push({ from, to, inGit: pair.inGit || isGit });
  });
  if (isGit) handOver(writeConfig(pair.to), copy);
  // Whoever judges the agent's calls has to walk through its folders, also where the agent is another user.
  chmodSync(pair.to, (mode & 0o777) | 0o711);
  handOver(pair.to, copy);
  return folders;
}

function copyEntry(entry: Dirent<Buffer>, from: Buffer, to: Buffer, copy: Copy): void {
  if (entry.name.equals(GIT)) return;
  if (entry.isSymbolicLink()) {
    symlinkSync(readlinkSync(from, { encoding: 'buffer' }), to);
    handOver(to, copy);
  }
  if (!entry.isFile()) return;
  const { mode } = lstatSync(from);
  copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const wanted = (mode & 0o777) | 0o600;
  if (wanted !== (mode & 0o7777)) chmodSync(to, wanted);
  handOver(to, copy);
}

function handOver(path: Buffer, { agentUid }: Copy): void {
  if (agentUid !== null) lchownSync(path, agentUid, agentUid);
}

function writeConfig(folder: Buffer): Buffer {
  const path = below(folder, Buffer.from('config'));
  writeFileSync(path, BARE_CONFIG, { mode: 0o644 });
  return path;
}

const GIT = Buffer.from('.git');

function endsWithGit(path: Buffer): boolean {
  return path.subarray(path.lastIndexOf('/') + 1).equals(GIT);
}
