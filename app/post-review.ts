import type { Item } from '../core/output/kinds/table.ts';
import { reviewBody, stickyReviewBody, type Unplaced } from '../core/output/review-words.ts';
import { isWithheld, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { findReview } from '../edge/github/find-review.ts';
import { createFitting, readyComments, type ReadyComment } from '../edge/github/fit-review.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import { markOutdated } from './mark-outdated.ts';
import { marked, once } from './once.ts';
import type { Posting, Prepare } from './posting.ts';
import { isSticky } from './sticky.ts';

/** Reviews the pull request at the job's commit, with the comments that GitHub takes. */
export const prepareReview: Prepare<'review'> = async (posting, item) => {
  const ready = await readyComments(posting.gate, item.comments);
  if (isWithheld(ready)) return ready;
  const body = await bodyOf(posting, item, []);
  if (isWithheld(body)) return body;
  return () => post(posting, item, ready, body);
};

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

async function post(posting: Posting, item: Item<'review'>, ready: readonly ReadyComment[], body: Outbound) {
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

async function postOnce(
  posting: Posting,
  item: Item<'review'>,
  ready: readonly ReadyComment[],
  body: Outbound,
) {
  const { desk, request, name, job } = posting;
  const isIt = marked(desk, job, { kind: 'review', id: job.jobId }, null);
  const find = () => findReview(request, name, job.issueNumber, isIt);
  const told = { url: null as string | null, comments: null as number | null };
  await once(desk, keyForJob(job, 'review'), {
    search: async () => (await find())?.id ?? null,
    async create() {
      const { issueNumber: pullNumber, headSha } = job;
      const where = { request, name, pullNumber, headSha, event: item.event };
      const bodyWith = (notShown: Unplaced['notShown']) => bodyOf(posting, item, notShown);
      const made = await createFitting({ ...where, bodyOf: bodyWith }, ready, body);
      Object.assign(told, made);
      return made;
    },
  });
  const url = told.url ?? (await find())?.url ?? null;
  return { became: 'review' as const, url, comments: told.comments };
}
