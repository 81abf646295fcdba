import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '../../edge/runner/git.ts';
import { isCommitted } from './plant.ts';
import type { PlacedFile, Scenario } from './scenario.ts';

/**
 * A repository with the configuration in its first commit and the scenario's files in its second. `main` is the
 * default branch's commit, `head` the one that is checked out: another one where a pull request is.
 */
export type MadeRepository = {
  gitDir: string;
  main: string;
  head: string;
  configCommit: string;
  configBlob: string;
};

/** Makes a bare repository below `root`. */
export async function makeRepository(
  root: string,
  config: string,
  {
    files,
    commit = {},
    pull_request: pull,
  }: Pick<Scenario, 'files'> & Partial<Pick<Scenario, 'commit' | 'pull_request'>>,
): Promise<MadeRepository> {
  const tree = join(root, 'tree');
  await mkdir(join(tree, '.github'), { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main'], tree);
  await writeFile(join(tree, '.github', 'dispatch.yml'), config);
  await writeFile(join(tree, 'README.md'), '# Example\n');
  await commitAll(tree, 'Begin', 'Ada Example');
  const configCommit = await git(['rev-parse', 'HEAD'], tree);
  const configBlob = await git(['rev-parse', 'HEAD:.github/dispatch.yml'], tree);
  if (pull !== undefined) await git(['switch', '--quiet', '--create', 'change'], tree);
  for (const file of files.filter(isCommitted)) await putInTree(join(tree, file.path), file);
  await commitAll(tree, commit.message ?? 'Change', commit.author ?? 'Mallory Example');
  const head = await git(['rev-parse', 'HEAD'], tree);
  const main = await git(['rev-parse', 'main'], tree);
  // GitHub would refuse no file of these, so neither does this: what git itself checks is not wanted here.
  const gitDir = join(root, 'repository.git');
  await git(['clone', '--quiet', '--bare', '--no-hardlinks', '--', tree, gitDir], root);
  return { gitDir, main, head, configCommit, configBlob };
}

async function putInTree(path: string, file: PlacedFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // The configuration may be there already.
  await rm(path, { force: true });
  if (file.link !== undefined) return symlink(file.link, path);
  await writeFile(path, file.text ?? '');
  await chmod(path, Number.parseInt(file.mode ?? '644', 8));
}

async function commitAll(tree: string, message: string, author: string): Promise<void> {
  const who = ['-c', `user.name=${author}`, '-c', 'user.email=someone@example.com'];
  await git(['add', '--all', '--force'], tree);
  await git([...who, 'commit', '--quiet', '--allow-empty', '--no-verify', `--message=${message}`], tree);
}
