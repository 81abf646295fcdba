import { notFound, ok, type Answer } from '../answer.ts';
import { listDirectory, objectAt, readCommit } from '../git-objects.ts';
import { makeCommit, makeRef, makeTree, type AskedEntry } from '../git-writes.ts';
import { gitCommitJson, refJson } from '../nouns/commit.ts';
import { repositoryUrl } from '../nouns/repository.ts';
import { writerOf, type RepositoryCall, type RepositoryRoute } from './route.ts';

const needs = ['contents:write'];

/** What makes and shows objects of git itself. */
export const GIT_ROUTES: readonly RepositoryRoute[] = [
  { name: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}', needs: ['contents:read'], handle: tree },
  { name: 'POST /repos/{owner}/{repo}/git/trees', needs, handle: createTree },
  { name: 'POST /repos/{owner}/{repo}/git/commits', needs, handle: createCommit },
  { name: 'POST /repos/{owner}/{repo}/git/refs', needs, handle: createRef },
];

async function tree(call: RepositoryCall): Promise<Answer> {
  const sha = String(call.params['tree_sha']);
  if (!/^[0-9a-f]{40}$/.test(sha) || (await objectAt(call.repository, sha))?.type !== 'tree')
    throw notFound();
  return ok(await treeJson(call, sha));
}

async function createTree(call: RepositoryCall): Promise<Answer> {
  const body = call.body as { tree: AskedEntry[]; base_tree?: string };
  return ok(await treeJson(call, await makeTree(call.repository, body.base_tree, body.tree)), 201);
}

async function treeJson(call: RepositoryCall, sha: string) {
  const { world, repository } = call;
  const url = `${repositoryUrl(world, repository)}/git`;
  const root = { path: '', sha, mode: '040000', type: 'tree', kind: 'dir', size: 0 } as const;
  const entries = await listDirectory(repository, root);
  return {
    sha,
    url: `${url}/trees/${sha}`,
    truncated: false,
    tree: entries.map(({ path, type, sha: id, size, mode }) => ({
      path,
      mode,
      type,
      sha: id,
      ...(type === 'blob' ? { size } : {}),
      url: `${url}/${type}s/${id}`,
    })),
  };
}

async function createCommit(call: RepositoryCall): Promise<Answer> {
  const {
    message,
    tree: sha,
    parents = [],
  } = call.body as { message: string; tree: string; parents?: string[] };
  const { user } = writerOf(call);
  const made = await makeCommit(call.repository, user, call.world.now(), { message, tree: sha, parents });
  const commit = await readCommit(call.repository, made);
  if (!commit) throw notFound();
  return ok(gitCommitJson(call.world, call.repository, commit), 201);
}

async function createRef(call: RepositoryCall): Promise<Answer> {
  const { ref, sha } = call.body as { ref: string; sha: string };
  await makeRef(call.repository, ref, sha);
  return ok(refJson(call.world, call.repository, ref, { type: 'commit', sha }), 201);
}
