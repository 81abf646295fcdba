import { statfs } from 'node:fs/promises';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { asRoot, type Identity } from './identity.ts';
import { runBounded } from './run-bounded.ts';
import { systemProgram } from './system-program.ts';

/** How much a run may add to its workspace. Bytes, and files and folders. */
export type DiskLimit = { bytes: number; files: number };

export const DISK_LIMIT: DiskLimit = { bytes: 2 * 1024 ** 3, files: 500_000 };

const EVERY_MS = 250;

type Use = { bytes: number; files: number };

/**
 * Watches a workspace that the agent may write to. What the whole disk lost is cheap to ask; only when that is
 * a lot is the folder itself measured, since others write to the disk too. `stop` ends the watch.
 */
export function watchDisk(folder: string, identity: Identity, limit = DISK_LIMIT) {
  const full = Promise.withResolvers<Refusal>();
  const stopped = new AbortController();
  const watch = async () => {
    const [start, began] = await Promise.all([freeOf(folder), measure(folder, identity)]);
    // From the most that was free since the last measurement: what others remove must not hide what the agent adds.
    let top = start;
    let patience = shareOf(limit, 1 / 2);
    while (!stopped.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      const now = await freeOf(folder);
      top = { bytes: Math.max(top.bytes, now.bytes), files: Math.max(top.files, now.files) };
      if (stopped.signal.aborted || !exceeds(difference(top, now), patience)) continue;
      const used = await measure(folder, identity);
      // What the agent closed cannot be counted where we are the same user: then the disk's loss counts.
      const added = used.blind ? difference(start, now) : difference(used, began);
      if (exceeds(added, limit)) return full.resolve(tooMuch(added, limit));
      top = now;
      patience = atLeast(shareOf(difference(limit, added), 1 / 2), shareOf(limit, 1 / 16));
    }
  };
  void watch().catch((error: unknown) => full.resolve(unmeasured(error)));
  return { full: full.promise, stop: () => stopped.abort() };
}

function difference(of: Use, from: Use): Use {
  return { bytes: of.bytes - from.bytes, files: of.files - from.files };
}

function shareOf(use: Use, share: number): Use {
  return { bytes: use.bytes * share, files: use.files * share };
}

function atLeast(use: Use, least: Use): Use {
  return { bytes: Math.max(use.bytes, least.bytes), files: Math.max(use.files, least.files) };
}

function exceeds(use: Use, limit: Use): boolean {
  return use.bytes > limit.bytes || use.files > limit.files;
}

async function freeOf(folder: string): Promise<Use> {
  const { bfree, bsize, ffree } = await statfs(folder);
  return { bytes: bfree * bsize, files: ffree };
}

/** Asks `du`, as root where we can: the agent may have closed its folders. What it cannot enter, it leaves out. */
async function measure(folder: string, identity: Identity): Promise<Use & { blind: boolean }> {
  const du = async (flag: string) => {
    const words = [...(asRoot(identity) ?? []), systemProgram('du') ?? 'du', '-sx', flag, '--', folder];
    const [program = '', ...args] = words;
    const { stdout, stderr } = await runBounded({ program, args }, { env: {}, timeoutMs: 60_000 });
    return { count: Number.parseInt(stdout, 10) || 0, blind: stderr.includes('denied') };
  };
  const [bytes, files] = await Promise.all([du('--block-size=1'), du('--inodes')]);
  return { bytes: bytes.count, files: files.count, blind: bytes.blind || files.blind };
}

function tooMuch(added: Use, limit: DiskLimit): Refusal {
  const mib = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;
  return refuse(
    'workspace-full',
    `The agent added ${mib(added.bytes)} in ${added.files} files to its workspace; a run may add ${mib(limit.bytes)} in ${limit.files} files.`,
    'Give the agent a smaller task, or have it build into /tmp, which is bounded.',
  );
}

function unmeasured(error: unknown): Refusal {
  const why = error instanceof Error ? error.message : String(error);
  return refuse(
    'workspace-full',
    `The size of the workspace cannot be watched: ${why}.`,
    'Check the disk of the runner.',
  );
}
