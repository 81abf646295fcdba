import { chown } from 'node:fs/promises';
import { Fault } from '../../core/fault.ts';
import { asRoot, type Identity } from '../cage/identity.ts';
import { runBounded } from '../cage/run-bounded.ts';
import { removeTree } from './tree.ts';

type User = { uid: number; gid: number };

const PATIENCE_MS = 120_000;

/** Gives a file or folder to another user. Where we cannot, it stays ours: then the other user is us. */
export async function giveTo(identity: Identity, path: string, user: User): Promise<void> {
  if (identity.privilege === 'root') await chown(path, user.uid, user.gid);
  if (identity.privilege === 'sudo') await throughSudo(identity, ['chown', ...chownWords(user, path)]);
}

/** Gives a whole tree away through sudo; links themselves, never what they lead to. */
export async function giveTreeTo(identity: Identity, root: string, user: User): Promise<void> {
  await throughSudo(identity, ['chown', '--recursive', '--no-dereference', ...chownWords(user, root)]);
}

/** Removes a folder that a run wrote into, whoever its files belong to. */
export async function discard(identity: Identity, root: string): Promise<void> {
  if (identity.privilege !== 'sudo') return removeTree(root);
  // What cannot be removed stays; the runner empties its folder after the job.
  await throughSudo(identity, ['rm', '-rf', '--one-file-system', '--', root]).catch(() => {});
}

function chownWords({ uid, gid }: User, path: string): string[] {
  return ['--', `${uid}:${gid}`, path];
}

async function throughSudo(identity: Identity, words: string[]): Promise<void> {
  const [program = '', ...args] = [...(asRoot(identity) ?? []), ...words];
  const { code, stderr } = await runBounded({ program, args }, { env: {}, timeoutMs: PATIENCE_MS });
  if (code === 0) return;
  throw new Fault(
    'workspace-unusable',
    `sudo ${words[0]} failed for the run's folder: ${stderr.trim().split('\n').at(-1) ?? 'no reason given'}`,
    'Check that the runner may use sudo without a password and that its disk has room.',
  );
}
