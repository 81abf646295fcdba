import { decide } from '../core/authority/decide.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import { givenJob } from './given-job.ts';
import { cacheKeyOf } from './cache-key.ts';
import { findCached } from './cached-answer.ts';
import { endJob } from './end-job.ts';
import { budgetOf } from './reserve-budget.ts';
import { changedMeanwhile, editedCause } from './on-edit.ts';
import { jobCapsOf, sayCapped, whyCapped } from './job-caps.ts';
import { deny, jobOf, say, sayOfGround } from './say.ts';
import { startJob } from './start-job.ts';
import { gatherFacts, readGround, whyNoWorkflow } from './survey.ts';
import { reactTo, type Thread } from './thread.ts';
import type { Wish } from './wish.ts';

/** What is to be run; `fresh` for a new run whatever was answered before, and `pinned` for the task of an earlier job, at what it was for. */
export type Wanted = Wish & {
  agent: string;
  task: string;
  fresh?: true;
  retryOf?: Job;
  pinned?: boolean;
  /** The only head that it was asked for. */
  onlyAt?: string;
};

/** `/dispatch AGENT TASK`: from the command to a run, or to words that say why there is none. */
export async function runAgent(thread: Thread, wanted: Wanted): Promise<string> {
  const { desk, event } = thread;
  const ground = await readGround(thread);
  if (isRefusal(ground)) return sayOfGround(thread, ground);
  const { retryOf } = wanted;
  const pin = wanted.pinned === true && retryOf !== undefined ? retryOf : null;
  if (pin !== null && ground.file.blobSha !== pin.configBlob) return say(thread, configChanged(pin));
  const gathered = await gatherFacts(thread, ground, wanted);
  if (isRefusal(gathered)) return say(thread, gathered);
  const { toApprove } = gathered;
  const { frozen } = gathered.facts;
  // It was pushed to in this very moment, by somebody whose own news are to come.
  if (frozen.headSha !== (wanted.onlyAt ?? frozen.headSha)) return 'head-moved';
  const kept = await jobOf(event, desk);
  const facts = {
    ...gathered.facts,
    frozen: { ...frozen, ...(pin && { headSha: pin.headSha }), ...(kept && frozenIn(kept)) },
  };
  const decision = decide(facts);
  if (isRefusal(decision)) return deny(thread, decision);
  // Looked at again for the ticket: here it costs nobody a job.
  const earlier = await givenJob(thread, wanted, { agent: facts.agent.name, ...facts.frozen });
  if (isRefusal(earlier)) return say(thread, earlier);
  const caps = jobCapsOf(thread, ground.config);
  const capped = await whyCapped(thread, wanted.agent, caps);
  if (capped) return sayCapped(thread, wanted.agent, capped);
  const noWorkflow = await whyNoWorkflow(thread, ground.branch);
  if (noWorkflow) return say(thread, noWorkflow);
  // A comment that was deleted meanwhile is a command withdrawn.
  if (!(await reactTo(thread, 'eyes'))) return withdraw(thread, kept);
  if (await changedMeanwhile(event, desk)) return say(thread, editedCause('edited'));
  const budget = budgetOf(gathered.plan, ground.config, desk.operator);
  const { plan } = gathered;
  // What somebody agreed to was agreed to for one job.
  const cacheKey = toApprove === null ? cacheKeyOf(desk.operator, facts, plan, wanted.fromJob) : null;
  const isNew = wanted.fresh === true || retryOf !== undefined;
  const cached = isNew ? null : await findCached(thread, cacheKey, plan.cacheHours);
  return startJob(thread, facts, ground.branch, {
    cacheKey,
    cached,
    retryOf: retryOf?.jobId ?? null,
    fromJob: wanted.fromJob,
    fromKind: wanted.fromKind ?? null,
    toApprove,
    budget,
    caps,
  });
}

/** Silence, unless an earlier attempt has already written the job's status comment. */
async function withdraw({ desk, event, request }: Thread, job: Job | null): Promise<string> {
  const cause = editedCause('deleted');
  return job ? endJob(desk, request, event.name, job, { state: 'cancelled', cause }) : cause.code;
}

function frozenIn(job: Job) {
  return {
    bodySha256: job.bodySha256,
    updatedAt: job.bodyUpdatedAt,
    headSha: job.headSha,
    configBlob: job.configBlob,
    configCommit: job.configCommit,
  };
}

/** What an agent may do is decided by the configuration of today; the old one may have been withdrawn. */
function configChanged({ jobId }: Job): Refusal {
  return refuse(
    'config-changed',
    `The configuration has changed since the job ${jobId}, so it cannot run again as it was.`,
    `Write \`/dispatch retry ${jobId} --head\` to run its task as agents are set up now, on the newest commit.`,
  );
}
