import { reveal, type Outbound } from '../../core/redact/gate.ts';
import {
  foldersAbove,
  entryAt,
  MODES,
  type BaseEntry,
  type BaseTree,
} from '../../core/output/patch/base-tree.ts';
import { patchRefusal } from '../../core/output/patch/judge-patch.ts';
import type { Refusal } from '../../core/refusal.ts';
import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

export type CommitFacts = { sha: string; tree: string; parents: string[]; message: string };

/** A commit as git has it. */
export async function readCommit(request: Request, name: RepositoryName, sha: string): Promise<CommitFacts> {
  const { data } = await call(
    request,
    `read the commit ${sha}`,
    'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
    { ...name, commit_sha: sha },
  );
  return {
    sha: String(data.sha),
    tree: String(data.tree.sha),
    parents: (data.parents as Json[]).map((parent) => String(parent.sha)),
    message: String(data.message),
  };
}

/** Whether a commit is the one that `createCommit` would make. */
export function isThatCommit(
  found: CommitFacts,
  wanted: { tree: string; parent: string; message: Outbound },
): boolean {
  const { tree, parents, message } = found;
  return (
    tree === wanted.tree &&
    parents.join() === wanted.parent &&
    message.trim() === reveal(wanted.message).trim()
  );
}

/** So many folders are asked for; a change that is spread wider is none that anybody reads. */
const MOST_FOLDERS = 200;

/** The folders of a tree that hold these paths, and those above them. Refuses what is too wide or too large. */
export async function readFolders(
  request: Request,
  name: RepositoryName,
  tree: string,
  paths: readonly string[],
): Promise<BaseTree | Refusal> {
  const wanted = [...new Set(paths.flatMap(foldersAbove))];
  wanted.sort((one, other) => one.length - other.length);
  const base = new Map<string, ReadonlyMap<string, BaseEntry>>();
  for (const folder of wanted) {
    const entry = folder === '' ? { mode: MODES.folder, id: tree } : entryAt(base, folder);
    if (entry?.mode !== MODES.folder) continue;
    if (base.size === MOST_FOLDERS) return tooWide(`it lies in more than ${MOST_FOLDERS} folders`);
    const entries = await readFolder(request, name, entry.id);
    if (entries === null) return tooWide('GitHub does not list a folder of it as a whole');
    base.set(folder, entries);
  }
  return base;
}

async function readFolder(
  request: Request,
  name: RepositoryName,
  tree: string,
): Promise<Map<string, BaseEntry> | null> {
  const { data } = await call(
    request,
    `read the tree ${tree}`,
    'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    { ...name, tree_sha: tree },
  );
  if (data.truncated === true) return null;
  return new Map(
    (data.tree as Record<string, Json>[]).map((entry) => [
      String(entry.path),
      { mode: String(entry.mode), id: String(entry.sha), size: Number(entry.size ?? 0) },
    ]),
  );
}

function tooWide(why: string): Refusal {
  return patchRefusal(why, 'Ask for less at a time.');
}

/** The commit that a branch points at, by git's own list, which knows of it at once; null when there is no such branch. */
export async function readBranchCommit(
  request: Request,
  name: RepositoryName,
  branch: string,
): Promise<string | null> {
  try {
    const { data } = await call(
      request,
      `read the branch ${branch}`,
      'GET /repos/{owner}/{repo}/git/ref/{ref}',
      { ...name, ref: `heads/${branch}` },
    );
    return String(data.object.sha);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
