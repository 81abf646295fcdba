import { Fault } from '../core/fault.ts';
import type { AcceptedOutput, Item } from '../core/output/kinds/table.ts';
import { kept, NOT_POSTED, notAll, notDone, nothing } from '../core/output/not-posted.ts';
import { isAllPosted, postedKinds, type Posted, type PostedKind } from '../core/output/posted.ts';
import { isWithheld, type Withheld } from '../core/redact/gate.ts';
import { refuse } from '../core/refusal.ts';
import type { Ending } from './ending.ts';
import { mayPass } from './once.ts';
import { prepareCheck } from './post-check.ts';
import { prepareDispatch } from './post-dispatch.ts';
import { prepareFiles } from './post-files.ts';
import { prepareLabels } from './post-labels.ts';
import { preparePatch } from './post-patch.ts';
import { prepareReview } from './post-review.ts';
import type { Posting } from './posting.ts';

/** For so long GitHub's trouble keeps a job open; then it ends without what could not be posted. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Posts what a run handed in, each thing once however often this is called for a job. First all texts pass the gate:
 * where one of them is withheld the agent is not to be trusted, and nothing is posted. What GitHub refuses is told, and
 * the rest still lands. Throws `Fault` when GitHub does not take it now but perhaps later. Resolves to null when
 * somebody else has the job in hand by now.
 */
export async function postOutputs(posting: Posting, ending: Ending): Promise<Posted[] | null> {
  const items = (ending.result?.outputs ?? []).filter(isPosted).toSorted(othersLast);
  if (items.length === 0) return [];
  if (ending.state !== 'done') return items.map(({ kind }) => nothing(kind, notDone()));
  const prepared = await prepareAll(posting, items);
  if (isWithheld(prepared)) return items.map(({ kind }) => nothing(kind, kept(prepared)));
  const posted: Posted[] = [];
  for (const { kind, post } of prepared) {
    if (!(await posting.desk.store.jobs.isHeld(posting.job))) return null;
    // Others build on what this run hands back: where not all of it is there, they do not begin.
    const isPartial = kind === 'dispatch' && !isAllPosted(posted);
    posted.push(isPartial ? nothing(kind, notAll()) : await tried(posting, kind, post));
  }
  return posted;
}

type Prepared = { kind: PostedKind; post: () => Promise<Posted> };
type PostedItem = Item<PostedKind>;

function isPosted(item: AcceptedOutput): item is PostedItem {
  return postedKinds.some((kind) => kind === item.kind);
}

/** What starts others comes when everything else is there. */
function othersLast(one: PostedItem, other: PostedItem): number {
  return Number(one.kind === 'dispatch') - Number(other.kind === 'dispatch');
}

async function prepareAll(posting: Posting, items: readonly PostedItem[]): Promise<Prepared[] | Withheld> {
  const prepared: Prepared[] = [];
  for (const item of items) {
    const post = await prepare(posting, item);
    if (isWithheld(post)) {
      const { desk, job } = posting;
      desk.log(`job ${job.jobId}: its ${item.kind} was withheld (${post.kinds.join(', ')})`);
      return post;
    }
    prepared.push({ kind: item.kind, post });
  }
  return prepared;
}

function prepare(posting: Posting, item: PostedItem): Promise<Prepared['post'] | Withheld> {
  switch (item.kind) {
    case 'review':
      return prepareReview(posting, item);
    case 'check':
      return prepareCheck(posting, item);
    case 'patch':
      return preparePatch(posting, item);
    case 'artifact':
      return prepareFiles(posting, item);
    case 'dispatch':
      return prepareDispatch(posting, item);
    default:
      return prepareLabels(posting, item);
  }
}

async function tried(posting: Posting, kind: PostedKind, post: Prepared['post']): Promise<Posted> {
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof Fault) || (mayPass(error) && !(await isLate(posting)))) throw error;
    posting.desk.log(`job ${posting.job.jobId}: its ${kind} was not posted: ${error.message}`);
    return nothing(kind, refuse(NOT_POSTED, error.message, error.remedy));
  }
}

async function isLate({ desk, job }: Posting): Promise<boolean> {
  const first = (await desk.store.jobs.history(job.jobId)).find(({ to }) => to === 'publishing');
  return first !== undefined && desk.now() - first.at > PATIENCE_MS;
}
