import { postOf } from './read-post.ts';
import type { Post } from '../../core/context/thread.ts';
import { call } from './call.ts';
import { PAGE, pagesOf, type PageWanted } from './pages.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** GitHub lists reviews from the oldest on, so that the newest are on the last page. */
const MOST_PAGES = 10;

/** What stands in a pull request beside its thread: comments at lines of its change, the newest hundred, and what reviews say. */
export async function readPullWords(request: Request, name: RepositoryName, number: number): Promise<Post[]> {
  const [comments, reviews] = await Promise.all([
    readLineComments(request, name, number),
    readReviews(request, name, number),
  ]);
  return [...comments, ...reviews];
}

async function readLineComments(request: Request, name: RepositoryName, number: number): Promise<Post[]> {
  const { data } = await call(
    request,
    `read the comments at lines of #${number}`,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    { ...name, pull_number: number, sort: 'created', direction: 'desc', per_page: PAGE },
  );
  return (data as Json[]).map((json) => ({ ...postOf(json), at: placeOf(json) }));
}

/** A comment whose line the change does not have any more keeps the one that it had. */
function placeOf(json: Json): NonNullable<Post['at']> {
  const line = json.line ?? json.original_line;
  return {
    path: String(json.path),
    line: typeof line === 'number' ? line : null,
    isOutdated: typeof json.line !== 'number' && json.subject_type !== 'file',
  };
}

async function readReviews(request: Request, name: RepositoryName, number: number): Promise<Post[]> {
  const reviews: Json[] = [];
  const ask = (page: PageWanted) =>
    call(request, `read the reviews of #${number}`, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      ...name,
      pull_number: number,
      ...page,
    });
  for await (const reviewed of pagesOf(ask, MOST_PAGES)) reviews.push(...reviewed);
  return reviews
    .filter(({ body, submitted_at: at }) => typeof at === 'string' && String(body ?? '').trim() !== '')
    .map((json) => ({
      // GitHub does not tell when a review was edited.
      ...postOf({ ...json, created_at: json.submitted_at, updated_at: json.submitted_at }),
      verdict: VERDICTS[String(json.state)] ?? 'comment',
    }));
}

const VERDICTS: Readonly<Record<string, NonNullable<Post['verdict']>>> = {
  APPROVED: 'approval',
  CHANGES_REQUESTED: 'request for changes',
  DISMISSED: 'dismissed',
};
