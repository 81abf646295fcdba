import { Fault } from '../core/fault.ts';
import { hasPlace } from '../core/output/diff-lines.ts';
import { placeOf } from '../core/output/kinds/review.ts';
import type { Item } from '../core/output/kinds/table.ts';
import { reviewBody, reviewComment, stickyReviewBody, type Unplaced } from '../core/output/review-words.ts';
import { isWithheld, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { statusOf } from '../edge/github/call.ts';
import { findReview } from '../edge/github/find-review.ts';
import { createReview, type ReviewComment } from '../edge/github/review.ts';
import { readShownLines } from '../edge/github/shown-lines.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import { markOutdated } from './mark-outdated.ts';
import { marked, once } from './once.ts';
import type { Posting, Prepare } from './posting.ts';
import { isSticky } from './sticky.ts';

type Comment = Item<'review'>['comments'][number];
/** A comment as the agent wrote it, and as it is posted. */
type Ready = { comment: Comment; out: ReviewComment };

/** Reviews the pull request at the job's commit, with the comments that GitHub takes. */
export const prepareReview: Prepare<'review'> = async (posting, item) => {
  const ready = await commentsOf(posting, item);
  if (isWithheld(ready)) return ready;
  const body = await bodyOf(posting, item, []);
  if (isWithheld(body)) return body;
  return () => post(posting, item, ready, body);
};

async function commentsOf({ gate }: Posting, { comments }: Item<'review'>): Promise<Ready[] | Withheld> {
  const ready: Ready[] = [];
  for (const comment of comments) {
    const { first, last } = placeOf(comment);
    const path = await gate.name(comment.path);
    if (isWithheld(path)) return path;
    const body = await gate.comment(reviewComment(comment.body));
    if (isWithheld(body)) return body;
    const { line, side } = last;
    const [startLine, startSide] = [first?.line ?? null, first?.side ?? side];
    ready.push({ comment, out: { path, line, side, startLine, startSide, body } });
  }
  return ready;
}

function bodyOf(
  { desk, job, gate }: Posting,
  { summary, left_out: leftOut = [] }: Item<'review'>,
  notShown: Unplaced['notShown'],
): Promise<Outbound | Withheld> {
  const { mac } = desk.marker.mark(job, 'review', job.jobId);
  const view = { ...job, mac };
  const unplaced = { leftOut, notShown };
  return gate.comment(isSticky(job) ? stickyReviewBody(view, unplaced) : reviewBody(view, summary, unplaced));
}

async function post(posting: Posting, item: Item<'review'>, ready: readonly Ready[], body: Outbound) {
  const made = isInItsComment(posting, item)
    ? { became: 'review' as const, url: null, comments: 0 }
    : await postOnce(posting, item, ready, body);
  if (isSticky(posting.job))
    await markOutdated(
      posting,
      item.comments.map(({ path, line, side = 'RIGHT' }) => ({ path, line, side })),
    );
  return made;
}

/** Whether all that a review says is its summary, which the agent's one comment holds already. */
function isInItsComment({ job }: Posting, { event, comments, left_out: leftOut }: Item<'review'>): boolean {
  return isSticky(job) && event === 'COMMENT' && comments.length === 0 && leftOut === undefined;
}

async function postOnce(posting: Posting, item: Item<'review'>, ready: readonly Ready[], body: Outbound) {
  const { desk, request, name, job } = posting;
  const isIt = marked(desk, job, { kind: 'review', id: job.jobId }, null);
  const find = () => findReview(request, name, job.issueNumber, isIt);
  const told = { url: null as string | null, comments: null as number | null };
  await once(desk, keyForJob(job, 'review'), {
    search: async () => (await find())?.id ?? null,
    async create() {
      const made = await createFitting(posting, item, ready, body);
      Object.assign(told, made);
      return made;
    },
  });
  const url = told.url ?? (await find())?.url ?? null;
  return { became: 'review' as const, url, comments: told.comments };
}

/**
 * GitHub takes a review whole or not at all, and does not say which comment it does not take: what it does not show
 * itself stands in the summary then, and at last all of them.
 */
async function createFitting(
  posting: Posting,
  item: Item<'review'>,
  ready: readonly Ready[],
  body: Outbound,
): Promise<{ id: number; url: string; comments: number }> {
  const { request, name, job } = posting;
  try {
    return await create(posting, item, ready, body);
  } catch (error) {
    if (!isUnfit(error) || ready.length === 0) throw error;
  }
  const shown = await readShownLines(request, name, job.issueNumber, job.headSha);
  const fitting = ready.filter(({ comment }) => shown !== null && hasPlace(shown, placeOf(comment)));
  if (fitting.length > 0 && fitting.length < ready.length) {
    try {
      return await createWithout(posting, item, ready, fitting);
    } catch (error) {
      if (!isUnfit(error)) throw error;
    }
  }
  return createWithout(posting, item, ready, []);
}

async function createWithout(
  posting: Posting,
  item: Item<'review'>,
  ready: readonly Ready[],
  fitting: readonly Ready[],
) {
  const notShown = ready.filter((one) => !fitting.includes(one)).map(({ comment }) => comment);
  const body = await bodyOf(posting, item, notShown);
  if (isWithheld(body)) throw new Fault('github-refused', body.because, 'Look at the audit log of the run.');
  return create(posting, item, fitting, body);
}

async function create(
  { request, name, job }: Posting,
  { event }: Item<'review'>,
  ready: readonly Ready[],
  body: Outbound,
) {
  const comments = ready.map(({ out }) => out);
  const review = { commitId: job.headSha, event, body, comments };
  const made = await createReview(request, name, job.issueNumber, review).catch((error: unknown) => {
    throw statusOf(error) === 404 ? noPull(job.issueNumber, error) : error;
  });
  return { ...made, comments: comments.length };
}

function noPull(number: number, cause: unknown): Fault {
  const because = `There is no pull request ${number} that could be reviewed.`;
  return new Fault('github-refused', because, 'Dispatch the agent on a pull request.', { cause });
}

function isUnfit(error: unknown): boolean {
  return statusOf(error) === 422;
}
