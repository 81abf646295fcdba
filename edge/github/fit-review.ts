import { Fault } from '../../core/fault.ts';
import { hasPlace } from '../../core/output/diff-lines.ts';
import { placeOf } from '../../core/output/kinds/review.ts';
import type { Item } from '../../core/output/kinds/table.ts';
import { reviewComment, type Unplaced } from '../../core/output/review-words.ts';
import { isWithheld, type Outbound, type Withheld } from '../../core/redact/gate.ts';
import type { TextGate } from '../../core/redact/text-gate.ts';
import { statusOf } from './call.ts';
import type { RepositoryName, Request } from './request.ts';
import { createReview, type ReviewComment } from './review.ts';
import { readShownLines } from './shown-lines.ts';

type Comment = Item<'review'>['comments'][number];
/** A comment as the agent wrote it, and as it is posted. */
export type ReadyComment = { comment: Comment; out: ReviewComment };

/** Takes the comments of a review through the gate. */
export async function readyComments(
  gate: TextGate,
  comments: readonly Comment[],
): Promise<ReadyComment[] | Withheld> {
  const ready: ReadyComment[] = [];
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

/** What is reviewed, and how. `bodyOf`: the summary, in which stands what GitHub shows no line for. */
export type Fitting = {
  request: Request;
  name: RepositoryName;
  pullNumber: number;
  headSha: string;
  event: Item<'review'>['event'];
  bodyOf: (notShown: Unplaced['notShown']) => Promise<Outbound | Withheld>;
};

/**
 * Reviews a pull request. GitHub takes a review whole or not at all, and does not say which comment it does not take:
 * what it does not show itself stands in the summary then, and at last all of them. Throws `Fault`.
 */
export async function createFitting(
  fitting: Fitting,
  ready: readonly ReadyComment[],
  body: Outbound,
): Promise<{ id: number; url: string; comments: number }> {
  const { request, name, pullNumber, headSha } = fitting;
  try {
    return await create(fitting, ready, body);
  } catch (error) {
    if (!isUnfit(error) || ready.length === 0) throw error;
  }
  const shown = await readShownLines(request, name, pullNumber, headSha);
  const taken = ready.filter(({ comment }) => shown !== null && hasPlace(shown, placeOf(comment)));
  if (taken.length > 0 && taken.length < ready.length) {
    try {
      return await createWithout(fitting, ready, taken);
    } catch (error) {
      if (!isUnfit(error)) throw error;
    }
  }
  return createWithout(fitting, ready, []);
}

async function createWithout(
  fitting: Fitting,
  ready: readonly ReadyComment[],
  taken: readonly ReadyComment[],
) {
  const notShown = ready.filter((one) => !taken.includes(one)).map(({ comment }) => comment);
  const body = await fitting.bodyOf(notShown);
  if (isWithheld(body)) throw new Fault('github-refused', body.because, 'Look at the audit log of the run.');
  return create(fitting, taken, body);
}

async function create(
  { request, name, pullNumber, headSha, event }: Fitting,
  ready: readonly ReadyComment[],
  body: Outbound,
) {
  const comments = ready.map(({ out }) => out);
  const review = { commitId: headSha, event, body, comments };
  const made = await createReview(request, name, pullNumber, review).catch((error: unknown) => {
    throw statusOf(error) === 404 ? noPull(pullNumber, error) : error;
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
