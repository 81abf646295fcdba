import { copyFile, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { git, tryGit } from '../../edge/runner/git.ts';

/** A copy of a working tree as a repository of its own. */
export type Snapshot = {
  gitDir: string;
  /** A name that GitHub would take. */
  name: string;
  commit: string;
  /** Whether a commit was added for what is not committed there. */
  uncommitted: boolean;
};

/** Our git knows no configuration of the user's, but for what they never want to see in a repository. */
const SETTINGS = [
  'user.name=You',
  'user.email=you@example.com',
  'core.bare=false',
  `core.excludesFile=${join(homedir(), '.config', 'git', 'ignore')}`,
].flatMap((setting) => ['-c', setting]);

/**
 * Copies the working tree whose top is `top` as it is now, without what git ignores: its last commit and, where
 * something is not committed, one more commit with that. The working tree and its repository are only read.
 * Throws `Fault`.
 */
export async function snapshot(top: string, root: string): Promise<Snapshot> {
  const name = basename(top).replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'repository';
  const gitDir = join(root, 'repository.git');
  if ((await tryGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], top)).code !== 0)
    throw new Fault(
      'workspace-unusable',
      `The repository ${top} has no commit yet.`,
      "Make one: git add . && git commit -m 'First'",
    );
  await mkdir(root, { recursive: true });
  await git(['clone', '--quiet', '--bare', '--no-hardlinks', '--no-tags', '--', top, gitDir], root);
  const head = await git(['rev-parse', 'HEAD'], top);
  const inCopy = (...words: string[]) =>
    git([`--git-dir=${gitDir}`, `--work-tree=${top}`, ...SETTINGS, ...words], top);
  // What is ignored here alone is told in a file that is not cloned.
  const excluded = await git(['rev-parse', '--git-path', 'info/exclude'], top);
  await mkdir(join(gitDir, 'info'), { recursive: true });
  await copyFile(resolve(top, excluded), join(gitDir, 'info', 'exclude')).catch(() => {});
  await inCopy('read-tree', head);
  await inCopy('add', '--all');
  const tree = await inCopy('write-tree');
  const uncommitted = tree !== (await git(['rev-parse', `${head}^{tree}`], top));
  const commit = uncommitted
    ? await inCopy('commit-tree', tree, '-p', head, '-m', 'What is not committed yet')
    : head;
  await inCopy('update-ref', 'refs/heads/main', commit);
  await inCopy('symbolic-ref', 'HEAD', 'refs/heads/main');
  return { gitDir, name, commit, uncommitted };
}
