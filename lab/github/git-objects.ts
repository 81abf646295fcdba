import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, tryGit } from '../../edge/runner/git.ts';
import { ask, askOnce, inRepository } from './git-answers.ts';
import type { Commit, Repository, Signature } from './state.ts';

/** One entry of a tree. `type` is git's word, `kind` the API's. */
export type TreeEntry = {
  path: string;
  sha: string;
  /** As git writes it, six digits. */
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  kind: 'file' | 'dir' | 'symlink' | 'submodule';
  size: number;
};

const FULL_ID = /^[0-9a-f]{40}$/;

async function revision(repository: Repository, name: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', name];
  const byId = FULL_ID.test(name.replace(/\^\{\w+\}$/, ''));
  return (await (byId ? askOnce : ask)(repository, args))?.trim() ?? null;
}

/** The full name and commit of a branch or a tag, given as `main`, `heads/main` or `refs/heads/main`. */
export async function findRef(
  repository: Repository,
  name: string,
): Promise<{ ref: string; sha: string } | null> {
  // Git reads more into a name (`main~1`, `main:path`, `@{1}`) than a ref can be called.
  if (/[\s~^:?*[\\]|\.\.|@\{/.test(name)) return null;
  const candidates = name.startsWith('refs/')
    ? [name]
    : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
  for (const ref of candidates) {
    const sha = await revision(repository, `${ref}^{commit}`);
    if (sha !== null) return { ref, sha };
  }
  return null;
}

/** The commit that a branch, a tag or a commit id names; null when there is none. */
export async function findCommit(repository: Repository, name: string): Promise<string | null> {
  // GitHub takes no branch or tag that is called like a full id.
  if (FULL_ID.test(name)) return revision(repository, `${name}^{commit}`);
  const ref = await findRef(repository, name);
  if (ref) return ref.sha;
  return /^[0-9a-f]{7,40}$/.test(name) ? revision(repository, `${name}^{commit}`) : null;
}

/** The object a full ref points at, tag objects included. */
export async function objectAt(
  repository: Repository,
  ref: string,
): Promise<{ type: string; sha: string } | null> {
  const sha = await revision(repository, ref);
  if (sha === null) return null;
  const type = await askOnce(repository, ['cat-file', '-t', sha]);
  return type === null ? null : { type: type.trim(), sha };
}

/** Reads one commit; null when the id is not one of a commit. */
export async function readCommit(repository: Repository, sha: string): Promise<Commit | null> {
  const text = await askOnce(repository, ['cat-file', 'commit', sha]);
  if (text === null) return null;
  const [head = '', ...rest] = text.split('\n\n');
  const headers = head.split('\n').map((line) => line.split(/ (.*)/s) as [string, string]);
  const all = (key: string) => headers.filter(([name]) => name === key).map(([, value]) => value);
  return {
    sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: signature(all('author')[0] ?? ''),
    committer: signature(all('committer')[0] ?? ''),
    message: rest.join('\n\n').replace(/\n$/, ''),
  };
}

function signature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

/** The entry at a path of a commit; null when there is none. The root is a directory called ''. */
export async function findEntry(
  repository: Repository,
  commit: string,
  path: string,
): Promise<TreeEntry | null> {
  const root = `${commit}^{tree}`;
  if (path === '') {
    return {
      path,
      sha: (await revision(repository, root)) ?? '',
      type: 'tree',
      mode: '040000',
      kind: 'dir',
      size: 0,
    };
  }
  const entries = await listTree(repository, root, path);
  return entries.find((entry) => entry.path === path) ?? null;
}

/** The entries of a directory, with paths from the root of the repository. */
export async function listDirectory(repository: Repository, directory: TreeEntry): Promise<TreeEntry[]> {
  const prefix = directory.path === '' ? '' : `${directory.path}/`;
  const entries = await listTree(repository, directory.sha);
  return entries.map((entry) => ({ ...entry, path: `${prefix}${entry.path}` }));
}

async function listTree(repository: Repository, tree: string, path?: string): Promise<TreeEntry[]> {
  const args = ['ls-tree', '-z', '--long', tree];
  const list = await askOnce(repository, path === undefined ? args : [...args, '--', path]);
  return (list ?? '')
    .split('\0')
    .filter((line) => line !== '')
    .map(readEntry);
}

function readEntry(line: string): TreeEntry {
  const [, mode = '', type = '', sha = '', size = '', path = ''] =
    /^(\d+) (\w+) ([0-9a-f]+) +(-|\d+)\t(.*)$/s.exec(line) ?? [];
  const kind = (
    { '040000': 'dir', '120000': 'symlink', '160000': 'submodule' } as Record<string, TreeEntry['kind']>
  )[mode];
  return {
    path,
    sha,
    mode,
    type: type as TreeEntry['type'],
    kind: kind ?? 'file',
    size: size === '-' ? 0 : Number(size),
  };
}

/** The bytes of a blob; null when the id is not one of a blob. */
export async function readBlob(repository: Repository, sha: string): Promise<Buffer | null> {
  const directory = await mkdtemp(join(tmpdir(), 'lab-blob-'));
  try {
    // Git's output reaches us as text, which would damage bytes that are no UTF-8: it writes a file instead.
    const result = await tryGit([inRepository(repository), 'unpack-file', sha], directory);
    return result.code === 0 ? await readFile(join(directory, result.stdout.trim())) : null;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Writes a ref, as a push from a fork does for `refs/pull/N/head`. */
export async function writeRef(repository: Repository, ref: string, sha: string): Promise<void> {
  await git([inRepository(repository), 'update-ref', ref, sha], repository.gitDir);
}
