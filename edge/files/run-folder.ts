import { chmod, copyFile, link, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTree } from './tree.ts';

/** The folders of one run, outside the repository. All of it is thrown away at the end. */
export type RunFolder = {
  root: string;
  workspace: string;
  config: string;
  /** The broker's socket, in a folder of its own. */
  socketPath: string;
  dispose(): Promise<void>;
};

/** The longest path that a socket can have on Linux, in bytes: its field has 108, and one ends it. */
const LONGEST_SOCKET_PATH = 107;

/**
 * Makes the folders of one run below `base`. When `agentUid` is given (we are root and the agent is
 * not), a base that this user cannot walk into is replaced by /tmp; so is, for the socket alone, a base
 * whose path is too long for a socket.
 */
export async function makeRunFolder(base: string, agentUid: number | null): Promise<RunFolder> {
  const parent = agentUid === null || (await isWalkable(base)) ? base : '/tmp';
  const root = await mkdtemp(join(parent, 'agent-dispatch-'));
  if (agentUid !== null) await chmod(root, 0o711);
  const folder = async (name: string) => {
    const path = join(root, name);
    await mkdir(path, { mode: 0o755 });
    return path;
  };
  const near = join(await folder('socket'), SOCKET);
  const fits = Buffer.byteLength(near) <= LONGEST_SOCKET_PATH;
  const socketPath = fits ? near : join(await mkdtemp('/tmp/agent-dispatch-'), SOCKET);
  return {
    root,
    workspace: join(root, 'workspace'),
    config: await folder('config'),
    socketPath,
    async dispose() {
      await removeTree(root);
      if (!fits) await removeTree(dirname(socketPath));
    },
  };
}

const SOCKET = 'api.sock';

/** Writes a file that the agent may read and nobody may change by accident. */
export async function writeReadable(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o644 });
  await chmod(path, 0o644);
}

/** Returns a path of `file` that the agent's user can reach: its own, or a link or copy below `root`. */
export async function reachableFile(file: string, root: string, agentUid: number | null): Promise<string> {
  if (agentUid === null || (await isWalkable(dirname(file)))) return file;
  const near = join(root, 'claude');
  await link(file, near).catch(() => copyFile(file, near));
  return near;
}

/** Whether every folder up to the root lets any user walk through. */
async function isWalkable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
