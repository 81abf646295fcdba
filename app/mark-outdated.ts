import { isOutdatedComment, outdatedComment } from '../core/output/review-words.ts';
import { isWithheld } from '../core/redact/gate.ts';
import { readReviewComments, type LineComment } from '../edge/github/read-review-comments.ts';
import { editReviewComment } from '../edge/github/review.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import { passableFault } from './store-away.ts';
import type { Posting } from './posting.ts';

/** So many jobs of a thread are looked at for what their reviews left. */
const MOST_JOBS = 100;
/** So many comments are marked at a time: each is a write, and GitHub wants a second between two of them. */
const MOST_MARKED = 30;

type Place = { path: string; line: number; side: string };

/**
 * Lets the comments of the agent's earlier reviews say that they are outdated: where what they were about has changed,
 * and where the new review says something at the same line. One that somebody answered stays as it is. A courtesy:
 * what fails is done with the next review.
 */
export async function markOutdated(posting: Posting, now: readonly Place[]): Promise<void> {
  const { desk, request, name, job, gate } = posting;
  try {
    const reviews = await earlierReviews(posting);
    if (reviews.size === 0) return;
    const comments = await readReviewComments(request, name, job.issueNumber);
    const text = await gate.comment(outdatedComment(job.headSha));
    if (isWithheld(text)) return;
    const answered = new Set(comments.map(({ replyTo }) => replyTo));
    const ours = comments.filter(
      (one) => one.replyTo === null && one.reviewId !== null && reviews.has(one.reviewId),
    );
    const outdated = ours.filter(
      (one) => !answered.has(one.id) && !isOutdatedComment(one.body) && isPassed(one, now),
    );
    for (const { id } of outdated.slice(0, MOST_MARKED)) await editReviewComment(request, name, id, text);
  } catch (error) {
    const fault = passableFault(error);
    desk.log(`job ${job.jobId}: earlier comments do not say that they are outdated: ${fault.message}`);
  }
}

/** GitHub's ids of the reviews that earlier jobs of the agent made here: what we noted, not what a text claims. */
async function earlierReviews({ desk, job }: Posting): Promise<Set<number>> {
  const { jobs, outbox } = desk.store;
  const found = new Set<number>();
  for (const one of await jobs.inThread(job.repositoryId, job.issueNumber, MOST_JOBS)) {
    if (one.agent !== job.agent || one.startedBy !== 'pull_request' || one.jobId === job.jobId) continue;
    const review = await outbox.of(keyForJob(one, 'review'));
    if (typeof review?.githubId === 'number') found.add(review.githubId);
  }
  return found;
}

function isPassed({ path, line, side }: LineComment, now: readonly Place[]): boolean {
  return line === null || now.some((one) => one.path === path && one.line === line && one.side === side);
}
