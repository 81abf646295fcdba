import { failure, notFound, ok, page, Refused, unprocessable, type Answer } from '../answer.ts';
import { lineNow } from '../outdated.ts';
import { reviewCommentJson } from '../nouns/review-comment.ts';
import { reviewsOf } from '../reviews.ts';
import type { Review, ReviewComment } from '../state.ts';
import { issueOf, writerOf, type RepositoryCall, type RepositoryRoute } from './route.ts';

/** The comments that reviews left at lines of a diff. */
export const REVIEW_COMMENT_ROUTES: readonly RepositoryRoute[] = [
  {
    name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    needs: ['pull_requests:read'],
    handle: list,
  },
  {
    name: 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
    needs: ['pull_requests:write'],
    handle: edit,
  },
];

type Found = { review: Review; comment: ReviewComment };

async function list(call: RepositoryCall): Promise<Answer> {
  const issue = issueOf(call, 'pull_number');
  if (!issue.pull) throw notFound();
  const all = reviewsOf(call.world, issue).flatMap((review) =>
    review.comments.map((comment) => ({ review, comment })),
  );
  const { items, headers } = page(call.world, call, all);
  return { status: 200, body: await Promise.all(items.map((one) => json(call, one))), headers };
}

async function edit(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const found = world.reviews
    .filter(({ issue }) => issue.repository === repository)
    .flatMap((review) => review.comments.map((comment) => ({ review, comment })))
    .find(({ comment }) => comment.id === Number(params['comment_id']));
  if (found === undefined) throw notFound();
  if (found.comment.author !== writerOf(call).user)
    throw new Refused(failure(403, 'Resource not accessible by integration'));
  const { body } = call.body as { body: string };
  if (body.trim() === '') throw unprocessable('Unprocessable Entity', { errors: ["Body can't be blank"] });
  found.comment.body = body;
  found.comment.updatedAt = world.now();
  return ok(await json(call, found));
}

async function json({ world }: RepositoryCall, { review, comment }: Found) {
  return reviewCommentJson(world, review, comment, await lineNow(review.issue, review, comment));
}
