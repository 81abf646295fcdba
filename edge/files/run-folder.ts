import { chmod, copyFile, link, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AGENT_GID, BROKER_UID, agentUid, type Identity } from '../cage/identity.ts';
import { discard, giveTo } from './hand-over.ts';

/** The folders of one run, outside the repository. All of it is thrown away at the end. */
export type RunFolder = {
  root: string;
  workspace: string;
  config: string;
  /** The folder of the broker's sockets: the broker's own, and the agent may walk into it. */
  sockets: string;
  dispose(): Promise<void>;
};

/** The longest path that a socket can have on Linux, in bytes: its field has 108, and one ends it. */
const LONGEST_SOCKET_PATH = 107;

/**
 * Makes the folders of one run below `base`. Where the agent is another user than we are, a base that this
 * user cannot walk into is replaced by /tmp; so is, for the sockets alone, a base whose path is too long.
 */
export async function makeRunFolder(base: string, identity: Identity): Promise<RunFolder> {
  const foreign = agentUid(identity) !== null;
  const parent = !foreign || (await isWalkable(base)) ? base : '/tmp';
  const root = await mkdtemp(join(parent, 'agent-dispatch-'));
  if (foreign) await chmod(root, 0o711);
  const near = join(root, 'socket');
  const fits = Buffer.byteLength(join(near, LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH;
  const sockets = fits ? near : await mkdtemp('/tmp/agent-dispatch-');
  if (fits) await mkdir(sockets);
  await chmod(sockets, foreign ? 0o710 : 0o700);
  await giveTo(identity, sockets, { uid: BROKER_UID, gid: AGENT_GID });
  const config = join(root, 'config');
  await mkdir(config);
  await chmod(config, 0o755);
  return {
    root,
    workspace: join(root, 'workspace'),
    config,
    sockets,
    async dispose() {
      await discard(identity, root);
      if (!fits) await discard(identity, sockets);
    },
  };
}

const LONGEST_SOCKET_NAME = 'egress.sock';

/** Writes a file that the agent may read and nobody may change by accident. */
export async function writeReadable(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o644 });
  await chmod(path, 0o644);
}

/** Returns a path of `file` that any user can reach: its own, or a link or copy of that name below `root`. */
export async function reachableFile(file: string, root: string, name: string): Promise<string> {
  if (await isWalkable(dirname(file))) return file;
  const near = join(root, name);
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
