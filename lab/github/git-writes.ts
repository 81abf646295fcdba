import { git, tryGit } from '../../edge/runner/git.ts';
import { Refused, failure, unprocessable } from './answer.ts';
import { inRepository } from './git-answers.ts';
import { findRef, objectAt, readCommit, writeRef } from './git-objects.ts';
import type { Repository, User } from './state.ts';

/** One entry of a tree that somebody asks for, in the API's words. `sha: null` takes the path away. */
export type AskedEntry = {
  path?: string;
  mode?: string;
  type?: string;
  sha?: string | null;
  content?: string;
};

type Entry = { mode: string; sha: string };

/**
 * Makes a tree of another one and the entries, as real objects, and returns its id. Like GitHub's, it takes objects
 * that are there alone, and no names that git does not.
 */
export async function makeTree(
  repository: Repository,
  baseTree: string | undefined,
  asked: readonly AskedEntry[],
): Promise<string> {
  const entries = baseTree === undefined ? new Map<string, Entry>() : await listed(repository, baseTree);
  for (const { path = '', mode = '100644', sha, content } of asked) {
    if (!isTakenPath(path)) throw unprocessable('tree.path contains a malformed path component');
    // Apps need a permission of their own for these.
    if (path.startsWith('.github/workflows/'))
      throw new Refused(failure(403, 'Resource not accessible by integration'));
    if (sha === null) {
      if (!entries.delete(path)) throw unprocessable('GitRPC::BadObjectState');
    } else if (content !== undefined && sha === undefined) {
      entries.set(path, { mode, sha: await written(repository, 'blob', content) });
    } else if (sha !== undefined && content === undefined && (await objectAt(repository, sha)) !== null) {
      entries.set(path, { mode, sha });
    } else throw unprocessable('tree.sha is not a valid object, or stands beside a content');
  }
  return writeFolder(repository, [...entries]);
}

function isTakenPath(path: string): boolean {
  return path
    .split('/')
    .every((name) => name !== '' && !/^(?:\.{1,2}|\.git)$/i.test(name) && !name.includes('\0'));
}

async function listed(repository: Repository, tree: string): Promise<Map<string, Entry>> {
  if (!/^[0-9a-f]{40}$/.test(tree)) throw unprocessable('base_tree is not a valid object id');
  const { code, stdout } = await tryGit(
    [inRepository(repository), 'ls-tree', '-r', '-z', tree],
    repository.gitDir,
  );
  if (code !== 0) throw unprocessable('base_tree is not a tree of this repository');
  const entries = new Map<string, Entry>();
  for (const row of stdout.split('\0')) {
    const [, mode = '', sha = '', path] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(row) ?? [];
    if (path !== undefined) entries.set(path, { mode, sha });
  }
  return entries;
}

async function writeFolder(repository: Repository, entries: readonly [string, Entry][]): Promise<string> {
  const rows: string[] = [];
  const folders = new Map<string, [string, Entry][]>();
  for (const [path, entry] of entries) {
    const at = path.indexOf('/');
    if (at === -1) {
      const type = entry.mode === '160000' ? 'commit' : entry.mode === '040000' ? 'tree' : 'blob';
      rows.push(`${entry.mode} ${type} ${entry.sha}\t${path}\0`);
      continue;
    }
    const [folder, rest] = [path.slice(0, at), path.slice(at + 1)];
    folders.set(folder, [...(folders.get(folder) ?? []), [rest, entry]]);
  }
  for (const [folder, below] of folders)
    rows.push(`040000 tree ${await writeFolder(repository, below)}\t${folder}\0`);
  return git([inRepository(repository), 'mktree', '-z', '--missing'], repository.gitDir, rows.join(''));
}

/** Makes a commit as an App's bot, of a tree and parents that are there. */
export async function makeCommit(
  repository: Repository,
  author: User,
  at: number,
  { message, tree, parents }: { message: string; tree: string; parents: readonly string[] },
): Promise<string> {
  if ((await objectAt(repository, tree))?.type !== 'tree') throw unprocessable('Tree SHA does not exist');
  for (const parent of parents)
    if ((await readCommit(repository, parent)) === null)
      throw unprocessable('Parent SHA does not exist or is not a commit object');
  const who = `${author.login} <${author.id}+${author.login}@users.noreply.github.com> ${Math.floor(at / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return written(repository, 'commit', `${lines.join('\n')}\n\n${message}`);
}

function written(repository: Repository, type: 'blob' | 'commit', text: string): Promise<string> {
  return git([inRepository(repository), 'hash-object', '-t', type, '-w', '--stdin'], repository.gitDir, text);
}

/** Makes a ref where there is none. */
export async function makeRef(repository: Repository, ref: string, sha: string): Promise<void> {
  const { code } = await tryGit(['check-ref-format', ref], repository.gitDir);
  if (code !== 0 || !/^refs\/[^/]+\/./.test(ref)) throw unprocessable('Reference name is not valid');
  if ((await findRef(repository, ref)) !== null) throw unprocessable('Reference already exists');
  if ((await readCommit(repository, sha)) === null) throw unprocessable('Object does not exist');
  await writeRef(repository, ref, sha);
}
