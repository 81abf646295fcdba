import type { Proposal } from '../core/approval/proposal.ts';
import { configPath } from '../core/config/path.ts';
import { inPhase } from '../core/profile/in-phase.ts';
import type { Plan } from '../core/profile/plan.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { readBack } from './job-config.ts';
import { postedPlan } from './posted-plan.ts';

/** Reads the plan of a job. Throws `Fault` when GitHub cannot be asked. */
export type PlanReader = () => Promise<Plan | Refusal>;

type Configured = Pick<Job, 'agent' | 'configBlob' | 'configCommit'>;

/**
 * Makes the reader of a job's plan, compiled here from its configuration; or of why that cannot be done any more. GitHub
 * is asked once, by whoever needs the plan first. `readProposal`: what somebody agreed to for it; null where there is none.
 */
export function planReader(
  request: Request,
  name: RepositoryName,
  job: Configured,
  readProposal: () => Promise<Proposal | null>,
): PlanReader {
  let found: Promise<Plan | Refusal> | undefined;
  return () => (found ??= planOfJob(request, name, job, readProposal));
}

async function planOfJob(
  request: Request,
  name: RepositoryName,
  { agent, configBlob, configCommit }: Configured,
  readProposal: () => Promise<Proposal | null>,
): Promise<Plan | Refusal> {
  const back = await readBack(request, name, { configCommit });
  if (typeof back === 'string') return noPlan(configCommit);
  if (isRefusal(back)) return back;
  const profile = back.blobSha === configBlob ? resolve(back.config, agent) : noPlan(configCommit);
  return isRefusal(profile) ? profile : inPhase(profile, await readProposal());
}

/** The plan of its agent that somebody was asked about, as it was posted; null where nobody was. */
export async function proposalOf({ store }: Pick<Desk, 'store'>, { jobId }: Job): Promise<Proposal | null> {
  const posted = await store.approvals.of(jobId);
  return posted === null ? null : (postedPlan(posted).proposal ?? null);
}

function noPlan(commit: string): Refusal {
  return refuse(
    'output-unchecked',
    `What the run handed back could not be checked: ${configPath} at ${commit.slice(0, 12)} is not what it was.`,
    'Write the command again.',
  );
}
