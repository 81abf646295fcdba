import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { call } from './call.ts';
import type { RepositoryName, Request } from './request.ts';

/** A file as it will be: null as its content takes it away. */
export type ProposedFile = { path: Outbound; mode: '100644' | '100755'; content: Outbound | null };

/** What creates something is sent once: whoever asks knows how to look for it. */
const ONCE = { request: { retries: 0 } };

/** Makes a tree of another one and files. Nothing shows it; making it twice makes one. Returns its id. */
export async function createTree(
  request: Request,
  repository: RepositoryName,
  change: { baseTree: string; files: readonly ProposedFile[] },
): Promise<string> {
  const tree = change.files.map(({ path, mode, content }) => ({
    path: reveal(path),
    mode,
    type: 'blob',
    ...(content === null ? { sha: null } : { content: reveal(content) }),
  }));
  const { data } = await call(request, 'make the tree of a change', 'POST /repos/{owner}/{repo}/git/trees', {
    ...repository,
    base_tree: change.baseTree,
    tree,
  });
  return String(data.sha);
}

/** Makes a commit as the App's bot, which GitHub signs. Nothing shows it before a branch does. Returns its id. */
export async function createCommit(
  request: Request,
  repository: RepositoryName,
  commit: { tree: string; parent: string; message: Outbound },
): Promise<string> {
  const { data } = await call(
    request,
    'make the commit of a change',
    'POST /repos/{owner}/{repo}/git/commits',
    {
      ...repository,
      message: reveal(commit.message),
      tree: commit.tree,
      parents: [commit.parent],
    },
  );
  return String(data.sha);
}

/** Makes a branch where there is none; an existing one is never moved. */
export async function createBranch(
  request: Request,
  repository: RepositoryName,
  branch: { branch: string; commit: string },
): Promise<void> {
  await call(request, `make the branch ${branch.branch}`, 'POST /repos/{owner}/{repo}/git/refs', {
    ...repository,
    ref: `refs/heads/${branch.branch}`,
    sha: branch.commit,
    ...ONCE,
  });
}

/** Opens a draft pull request between two branches of a repository. */
export async function createPull(
  request: Request,
  repository: RepositoryName,
  pull: { head: string; base: string; title: Outbound; body: Outbound },
): Promise<{ id: number; url: string }> {
  const { data } = await call(
    request,
    `open a pull request of ${pull.head}`,
    'POST /repos/{owner}/{repo}/pulls',
    {
      ...repository,
      head: pull.head,
      base: pull.base,
      title: reveal(pull.title),
      body: reveal(pull.body),
      draft: true,
      ...ONCE,
    },
  );
  return { id: Number(data.number), url: String(data.html_url) };
}
