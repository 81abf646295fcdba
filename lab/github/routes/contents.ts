import { posix } from 'node:path';
import { notFound, ok, unprocessable, type Answer } from '../answer.ts';
import {
  findCommit,
  findEntry,
  findRef,
  listDirectory,
  objectAt,
  readBlob,
  readCommit,
  type TreeEntry,
} from '../git-objects.ts';
import { branchJson, commitJson, gitCommitJson, refJson } from '../nouns/commit.ts';
import { blobJson, entryJson, fileJson } from '../nouns/content.ts';
import type { RepositoryCall, RepositoryRoute } from './route.ts';

const needs = ['contents:read'];

/** Files, commits and refs, read from the bare repository. */
export const CONTENT_ROUTES: readonly RepositoryRoute[] = [
  { name: 'GET /repos/{owner}/{repo}/contents/{path}', needs, handle: contents },
  { name: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}', needs, handle: blob },
  { name: 'GET /repos/{owner}/{repo}/git/ref/{ref}', needs, handle: ref },
  { name: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}', needs, handle: gitCommit },
  { name: 'GET /repos/{owner}/{repo}/commits/{ref}', needs, handle: commit },
  { name: 'GET /repos/{owner}/{repo}/branches/{branch}', needs, handle: branch },
];

async function contents(call: RepositoryCall): Promise<Answer> {
  const { repository, params, query } = call;
  const ref = String(query['ref'] ?? repository.defaultBranch);
  const sha = await findCommit(repository, ref);
  const path = String(params['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const entry = sha === null ? null : await findEntry(repository, sha, path);
  if (sha === null || !entry) throw notFound();
  if (entry.kind === 'symlink') return symlink(call, entry, sha, ref);
  return entryAnswer(call, entry, ref);
}

async function entryAnswer(call: RepositoryCall, entry: TreeEntry, ref: string): Promise<Answer> {
  const { world, repository } = call;
  if (entry.kind === 'dir') {
    const entries = await listDirectory(repository, entry);
    // As on GitHub, a listing calls a submodule a file; only its own address tells.
    return ok(
      entries.map((item) => {
        const json = entryJson(world, repository, item, ref);
        return item.kind === 'submodule' ? { ...json, type: 'file' } : json;
      }),
    );
  }
  const json = entryJson(world, repository, entry, ref);
  if (entry.kind === 'submodule') return ok({ ...json, submodule_git_url: 'https://unknown.invalid/' });
  const bytes = await readBlob(repository, entry.sha);
  if (bytes === null) throw notFound();
  if (wantsRaw(call)) return { status: 200, bytes };
  return ok(fileJson(world, repository, entry, ref, bytes));
}

/** GitHub follows a link to a file of the repository, and describes any other link. */
async function symlink(call: RepositoryCall, entry: TreeEntry, sha: string, ref: string): Promise<Answer> {
  const target = ((await readBlob(call.repository, entry.sha)) ?? Buffer.alloc(0)).toString('utf8');
  const path = posix.normalize(posix.join(posix.dirname(entry.path), target));
  const inside = !target.startsWith('/') && !path.startsWith('../');
  const found = inside ? await findEntry(call.repository, sha, path) : null;
  if (found?.kind === 'file') return entryAnswer(call, { ...found, path: entry.path }, ref);
  return ok({ ...entryJson(call.world, call.repository, entry, ref), target });
}

async function blob(call: RepositoryCall): Promise<Answer> {
  const sha = objectId(call.params['file_sha']);
  const bytes = await readBlob(call.repository, sha);
  if (bytes === null) throw notFound();
  return wantsRaw(call) ? { status: 200, bytes } : ok(blobJson(call.world, call.repository, sha, bytes));
}

function wantsRaw(call: RepositoryCall): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(call.accept);
}

async function ref(call: RepositoryCall): Promise<Answer> {
  const name = `refs/${String(call.params['ref'])}`;
  const object = await objectAt(call.repository, name);
  if (!object) throw notFound();
  return ok(refJson(call.world, call.repository, name, object));
}

async function gitCommit(call: RepositoryCall): Promise<Answer> {
  const found = await readCommit(call.repository, objectId(call.params['commit_sha']));
  if (!found) throw notFound();
  return ok(gitCommitJson(call.world, call.repository, found));
}

async function commit(call: RepositoryCall): Promise<Answer> {
  const sha = await findCommit(call.repository, String(call.params['ref']));
  const found = sha === null ? null : await readCommit(call.repository, sha);
  if (!found) throw unprocessable(`No commit found for SHA: ${call.params['ref']}`);
  return ok(commitJson(call.world, call.repository, found));
}

async function branch(call: RepositoryCall): Promise<Answer> {
  const name = String(call.params['branch']);
  const found = await findRef(call.repository, `refs/heads/${name}`);
  const head = found ? await readCommit(call.repository, found.sha) : null;
  if (!head) throw notFound();
  return ok(branchJson(call.world, call.repository, name, head));
}

/** A full object id. Git would take much else (`main:secrets`) for one. */
function objectId(value: unknown): string {
  const sha = String(value);
  if (!/^[0-9a-f]{40}$/.test(sha)) throw unprocessable('The sha parameter must be exactly 40 characters.');
  return sha;
}
