import type { Item } from '../core/output/kinds/table.ts';
import { reviewBody, type Unplaced } from '../core/output/review-words.ts';
import { isWithheld, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { findReview } from '../edge/github/find-review.ts';
import { createFitting, readyComments, type ReadyComment } from '../edge/github/fit-review.ts';
import { marked, once } from './once.ts';
import type { Posting, Prepare } from './posting.ts';

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
  return gate.comment(reviewBody({ ...job, mac }, summary, { leftOut, notShown }));
}

async function post(posting: Posting, item: Item<'review'>, ready: readonly ReadyComment[], body: Outbound) {
  const { desk, request, name, job } = posting;
  const isIt = marked(desk, job, { kind: 'review', id: job.jobId }, null);
  const find = () => findReview(request, name, job.issueNumber, isIt);
  const told = { url: null as string | null, comments: null as number | null };
  await once(desk, `job:${job.jobId}:review`, {
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
