import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { call } from './call.ts';
import type { RepositoryName, Request } from './request.ts';

type Side = 'LEFT' | 'RIGHT';

/** A comment at a line of the diff, or at the lines from `startLine` on. Lines count from 1. */
export type ReviewComment = {
  path: Outbound;
  line: number;
  side: Side;
  startLine: number | null;
  startSide: Side;
  body: Outbound;
};

/**
 * Reviews a pull request at one of its commits. Sent once, like everything that creates something. GitHub takes all of
 * it or answers 422 and takes nothing: one comment at a line that it does not show is enough.
 */
export async function createReview(
  request: Request,
  repository: RepositoryName,
  pullNumber: number,
  review: {
    commitId: string;
    event: 'COMMENT' | 'REQUEST_CHANGES' | 'APPROVE';
    body: Outbound;
    comments: readonly ReviewComment[];
  },
): Promise<{ id: number; url: string }> {
  const { data } = await call(
    request,
    `review #${pullNumber}`,
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    {
      ...repository,
      pull_number: pullNumber,
      commit_id: review.commitId,
      event: review.event,
      body: reveal(review.body),
      comments: review.comments.map(commentOf),
      request: { retries: 0 },
    },
  );
  return { id: Number(data.id), url: String(data.html_url) };
}

/** Replaces the text of a comment that a review of ours left at a line. Safe to repeat. */
export async function editReviewComment(
  request: Request,
  repository: RepositoryName,
  commentId: number,
  text: Outbound,
): Promise<void> {
  await call(
    request,
    `edit the comment ${commentId} of a review`,
    'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
    { ...repository, comment_id: commentId, body: reveal(text) },
  );
}

function commentOf({ path, line, side, startLine, startSide, body }: ReviewComment) {
  const start = startLine === null ? {} : { start_line: startLine, start_side: startSide };
  return { path: reveal(path), line, side, ...start, body: reveal(body) };
}
