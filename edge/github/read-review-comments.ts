import { call } from './call.ts';
import { pagesOf, type PageWanted } from './pages.ts';
import type { Json, RepositoryName, Request } from './request.ts';

const PAGES = 10;

/** A comment that a review left at a line of a diff. */
export type LineComment = {
  id: number;
  /** The review that it came with. */
  reviewId: number | null;
  path: string;
  /** Where it stands now; null when what it was about has changed since. */
  line: number | null;
  side: string;
  /** The comment that it answers; null for one that begins. */
  replyTo: number | null;
  body: string;
};

/** The first thousand comments at lines of a pull request. */
export async function readReviewComments(
  request: Request,
  name: RepositoryName,
  pullNumber: number,
): Promise<LineComment[]> {
  const found: LineComment[] = [];
  const ask = (page: PageWanted) =>
    call(
      request,
      `list the comments at lines of #${pullNumber}`,
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
      { ...name, pull_number: pullNumber, ...page },
    );
  for await (const comments of pagesOf(ask, PAGES)) found.push(...comments.map(commentIn));
  return found;
}

function commentIn(comment: Record<string, Json>): LineComment {
  return {
    id: Number(comment.id),
    reviewId: numberOrNull(comment.pull_request_review_id),
    path: String(comment.path),
    line: numberOrNull(comment.line),
    side: String(comment.side),
    replyTo: numberOrNull(comment.in_reply_to_id),
    body: String(comment.body),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
