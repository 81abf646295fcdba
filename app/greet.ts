import { Fault } from '../core/fault.ts';
import { statusComment, type JobView, type State } from '../core/output/status-comment.ts';
import type { Mark } from '../core/redact/mark.ts';
import type { Outbound } from '../core/redact/gate.ts';
import { statusOf } from '../edge/github/call.ts';
import { findOwnComment } from '../edge/github/own-comment.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { createComment, editComment } from '../edge/github/write.ts';
import type { Job } from '../edge/store/job.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import type { Sent } from '../edge/store/outbox.ts';
import type { Desk } from './desk.ts';
import { commandedAt } from './github-time.ts';
import { marked, once, sinceTried } from './once.ts';
import { forJob } from './job-words.ts';
import { isSticky, mayTell } from './sticky.ts';

/**
 * Writes the job's one status comment, if it is not there yet. False when comments cannot be written there; throws
 * `Fault` when nobody knows whether it is there.
 */
export async function greet(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  state: State = { kind: 'accepted' },
): Promise<boolean> {
  const text = statusComment(viewOf(desk, job), state);
  try {
    const said = () => forJob(desk, job, text, markOf(desk, job));
    const there = await makeThere(desk, request, name, job, said);
    // That of a job which a run asked for is there before it is known what becomes of it.
    const isTaken = isSticky(job) || job.parentJob !== null;
    if (isTaken && !there.isNew) await editThere(desk, request, name, job, await said(), there.id);
    return true;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'github-refused') throw error;
    return false;
  }
}

/**
 * Lets the job's status comment say this, the last of all: it is edited where it is, and written where that was tried
 * in vain. A job whose comment was never tried stays without. Throws `Fault` when GitHub does not take it now.
 */
export async function tellEnd(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  text: Outbound,
): Promise<void> {
  if ((await desk.store.outbox.of(keyOf(job))) === null || !(await mayTell(desk, job))) return;
  const there = await makeThere(desk, request, name, job, async () => text).catch((error: unknown) => {
    if (!(error instanceof Fault) || statusOf(error) !== 403 || error.code !== 'github-refused') throw error;
    // A locked thread: whoever asks `/dispatch status` still hears of it.
    desk.log(`job ${job.jobId}: no comment tells its end: ${error.message}`);
    return null;
  });
  if (there !== null && !there.isNew) await editThere(desk, request, name, job, text, there.id);
}

/** Writes the comment with this text, or finds the one that is there. */
async function makeThere(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  text: () => Promise<Outbound>,
): Promise<{ id: number; isNew: boolean }> {
  const written = { isNew: false };
  const id = await once(desk, keyOf(job), {
    search: (sent) => searchFor(desk, request, name, job, sent),
    async create() {
      const made = await createComment(request, name, job.issueNumber, await text());
      written.isNew = true;
      return made;
    },
  });
  return { id, ...written };
}

/** Where somebody deleted the comment that the jobs before had, this one writes its own. */
async function editThere(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  text: Outbound,
  id: number,
): Promise<void> {
  await editComment(request, name, id, text).catch(async (error: unknown) => {
    if (!isSticky(job) || ![404, 410].includes(statusOf(error) ?? 0)) throw error;
    await desk.store.outbox.forget(keyOf(job));
    await makeThere(desk, request, name, job, async () => text);
  });
}

/** The id of the job's status comment, as far as we know it without asking GitHub; null where it may say nothing there. */
export async function knownStatusComment(desk: Desk, job: Job): Promise<number | null> {
  if (!(await mayTell(desk, job))) return null;
  return (await desk.store.outbox.of(keyOf(job)))?.githubId ?? null;
}

/** What the comment tells about a job, with what its last line needs. */
export function viewOf<Kept extends Job>(desk: Desk, job: Kept): Kept & JobView {
  return { ...job, mac: markOf(desk, job).mac, stickyFor: isSticky(job) ? job.headSha : null };
}

/** The last line of the job's status comment. */
export function markOf({ marker }: Desk, job: Job): Mark {
  const { kind, id } = markedAs(job);
  return marker.mark(job, kind, id);
}

function markedAs(job: Job): Pick<Mark, 'kind' | 'id'> {
  return isSticky(job) ? { kind: 'sticky', id: job.agent } : { kind: 'job', id: job.jobId };
}

function keyOf(job: Job): string {
  const { repositoryId, issueNumber, agent } = job;
  return isSticky(job) ? `sticky:${repositoryId}:${issueNumber}:${agent}` : keyForJob(job, 'status');
}

async function searchFor(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job,
  sent: Sent,
): Promise<number | null> {
  const isIt = marked(desk, job, markedAs(job), sent);
  const search = { appId: desk.appId, since: sinceTried(commandedAt(job)), isIt };
  return (await findOwnComment(request, name, job.issueNumber, search))?.id ?? null;
}
