import { join } from 'node:path';
import { idOfBlob } from '../../core/output/patch/tree-after.ts';
import { hashWith } from '../../edge/keys/digest.ts';
import { commitInto, makeBare, type Change } from '../github/bare-repository.ts';
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
  const gitDir = join(root, 'repository.git');
  await makeBare(gitDir);
  const configCommit = await commitInto(gitDir, {
    onto: 'main',
    change: { '.github/dispatch.yml': config, 'README.md': '# Example\n' },
    message: 'Begin',
    author: 'Ada Example',
  });
  const head = await commitInto(gitDir, {
    onto: pull === undefined ? 'main' : 'change',
    from: 'main',
    change: Object.fromEntries(files.filter(isCommitted).map((file) => [file.path, contentOf(file)])),
    message: commit.message ?? 'Change',
    author: commit.author ?? 'Mallory Example',
  });
  const configBlob = idOfBlob(Buffer.from(config), hashWith('sha1'));
  return { gitDir, main: pull === undefined ? head : configCommit, head, configCommit, configBlob };
}

function contentOf({ link, mode = '644', text = '' }: PlacedFile): Change[string] {
  if (link !== undefined) return { link };
  return Number.parseInt(mode, 8) === 0o755 ? { program: text } : text;
}
