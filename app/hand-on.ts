import { microCost, dollarsIn } from '../core/ledger/amount.ts';
import { LEAST_SHARE, sharesOf } from '../core/ledger/share.ts';
import type { HandedOn } from '../core/output/posted.ts';
import type { Plan } from '../core/profile/plan.ts';
import { capsOf } from '../core/caps/caps.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import { childOf } from './child-job.ts';
import { commentUrl } from './comment-url.ts';
import { greet, knownStatusComment } from './greet.ts';
import { threadOfJob } from './job-facts.ts';
import type { Posting } from './posting.ts';
import { readGround, type Ground } from './survey.ts';
import type { Thread } from './thread.ts';
import { configMoved, deepestFor, whyNoChild } from './why-no-child.ts';

/** A job that a run asks for. `isMasked`: the gate would mask something of its task. */
export type AskedFor = { agent: string; task: string; isMasked: boolean };

/** What is left of the run's reservation, in micro-dollars, among the rest that posting needs. */
type Parent = Pick<Posting, 'desk' | 'request' | 'name' | 'job' | 'left'>;

/**
 * Makes a job of each thing that a run asked for, once however often this is called, and says of the others why not. The
 * jobs wait for the end of the run's own. Throws `Fault` when GitHub cannot be asked.
 */
export async function handOn(parent: Parent, asked: readonly AskedFor[]): Promise<HandedOn[]> {
  const { desk, request, name, job } = parent;
  if (job.actorId === null) throw new Error(`nobody knows who asked for the job ${job.jobId}`);
  const thread: Thread = { ...threadOfJob(desk, request, name, job, job.actorId), startedBy: 'comment' };
  const ground = await readGround(thread);
  if (isRefusal(ground)) return asked.map(({ agent }) => ({ agent, why: ground }));
  if (ground.file.blobSha !== job.configBlob)
    return asked.map(({ agent }) => ({ agent, why: configMoved() }));
  const judged: (Plan | Refusal)[] = [];
  for (const one of asked) judged.push(await whyNoChild(thread, ground, job, one));
  const shares = sharesAmong(parent.left, judged);
  const made: HandedOn[] = [];
  for (const [at, one] of asked.entries())
    made.push(await handOne(parent, ground, { ...one, at }, judged[at], shares[at] ?? 0));
  return made;
}

/** What each may cost, in micro-dollars; those that are not started have no share. */
function sharesAmong(left: number, judged: readonly (Plan | Refusal)[]): number[] {
  const wanted = judged.map((plan) => (isRefusal(plan) ? null : (microCost(plan.budgetUsd) ?? 0)));
  const shares = sharesOf(
    left,
    wanted.filter((one) => one !== null),
  );
  return wanted.map((one) => (one === null ? 0 : (shares.shift() ?? 0)));
}

async function handOne(
  parent: Parent,
  { config }: Ground,
  { agent, task, at }: AskedFor & { at: number },
  judged: Plan | Refusal | undefined,
  share: number,
): Promise<HandedOn> {
  const { desk, job } = parent;
  const { jobs, pullStarts } = desk.store;
  const id = await pullStarts.idOf(job.repositoryId, `child:${job.jobId}:${at}`);
  const known = await jobs.byCommand(job.repositoryId, id, 0);
  if (known !== null) return told(parent, known);
  if (judged === undefined || isRefusal(judged)) return { agent, why: judged ?? configMoved() };
  if (share < LEAST_SHARE) return { agent, why: spent(parent.left) };
  const deepest = deepestFor(config, job);
  const row = childOf(job, {
    id,
    agent,
    task,
    budgetUsd: dollarsIn(share),
    deepest,
    parentUrl: await urlOf(parent, job),
  });
  const accepted = await jobs.accept(row, capsOf(desk.operator.caps, config.caps));
  if (isRefusal(accepted)) return { agent, why: accepted };
  return told(parent, accepted.job);
}

/** Writes the comment of a job that was made, if it is not there yet. */
async function told(parent: Parent, child: Job): Promise<HandedOn> {
  const { desk, request, name } = parent;
  const { agent, jobId } = child;
  if (await greet(desk, request, name, child)) {
    return { agent, jobId, url: await urlOf(parent, child) };
  }
  await desk.store.jobs.finish(child, 'undeliverable', 'no-comment');
  return {
    agent,
    why: refuse('no-comment', 'Its comment could not be written.', 'Write the command yourself.'),
  };
}

async function urlOf({ desk, job }: Parent, of: Job): Promise<string | null> {
  return commentUrl(job.runUrl, job.issueNumber, await knownStatusComment(desk, of));
}

function spent(left: number): Refusal {
  return refuse(
    'parent-spent',
    `The run that asked for it left $${dollarsIn(Math.max(0, left))} of its budget, which is too little for it.`,
    'Raise the `budget_usd` of the agent that asked for it, or start this one by a comment.',
  );
}
