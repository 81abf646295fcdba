import { call, statusOf } from './call.ts';
import { PAGE, pagesOf, type PageWanted } from './pages.ts';
import type { Json, RepositoryName, Request } from './request.ts';

export type PullFacts = {
  open: boolean;
  draft: boolean;
  /** Whether it comes from another repository; one that was deleted is another. */
  fork: boolean;
  /** The names of its labels. */
  labels: string[];
  headSha: string;
  baseSha: string;
  /** How many files it changes. */
  changedFiles: number;
  /** ISO time. */
  createdAt: string;
  /** The repository that it asks to be merged into. */
  repository: { id: number; private: boolean };
};

/** A pull request as it is now; null when there is none of that number. */
export async function readPull(
  request: Request,
  name: RepositoryName,
  number: number,
): Promise<PullFacts | null> {
  const data = await unlessMissing(
    call(request, `read the pull request #${number}`, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...name,
      pull_number: number,
    }),
  );
  if (data === null) return null;
  return {
    open: data.state === 'open',
    draft: data.draft !== false,
    fork: data.head.repo?.id !== data.base.repo.id,
    labels: (data.labels as Record<string, Json>[]).map((label) => String(label.name)),
    headSha: String(data.head.sha),
    baseSha: String(data.base.sha),
    changedFiles: Number(data.changed_files),
    createdAt: String(data.created_at),
    repository: { id: Number(data.base.repo.id), private: data.base.repo.private !== false },
  };
}

const PAGES = 10;

/**
 * The paths that a pull request changes, those that renamed files had before among them; null when there
 * are more than a thousand, or fewer in the list than there should be: then nothing follows from a path
 * that is missing.
 */
export async function readChangedPaths(
  request: Request,
  name: RepositoryName,
  number: number,
  changedFiles: number,
): Promise<Set<string> | null> {
  if (changedFiles > PAGE * PAGES) return null;
  if (changedFiles === 0) return new Set();
  const paths = new Set<string>();
  let listed = 0;
  const ask = (page: PageWanted) =>
    call(request, `list the files of #${number}`, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      ...name,
      pull_number: number,
      ...page,
    });
  for await (const files of pagesOf(ask, PAGES)) {
    for (const file of files) {
      paths.add(String(file.filename));
      if (typeof file.previous_filename === 'string') paths.add(file.previous_filename);
    }
    listed += files.length;
    if (listed >= changedFiles) break;
  }
  return listed < changedFiles ? null : paths;
}

/** The commit that two others both grew from; null when there is none, or one of them is gone. */
export async function readMergeBase(
  request: Request,
  name: RepositoryName,
  base: string,
  head: string,
): Promise<string | null> {
  const data = await unlessMissing(
    call(request, `compare ${base} and ${head}`, 'GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...name,
      basehead: `${base}...${head}`,
      per_page: 1,
    }),
  );
  return data === null ? null : String(data.merge_base_commit.sha);
}

async function unlessMissing(answer: Promise<{ data: Json }>): Promise<Json> {
  try {
    return (await answer).data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
