import type { ApprovalPlan } from './plan.ts';

/** Everything that the answer to a deployment protection rule rests on, read right before it. */
export type DeploymentFacts = {
  /** The run that GitHub asks about, as it is now. */
  run: { path: string; event: string; attempt: number; status: string };
  /** Path of the workflow that the app dispatches. */
  workflow: string;
  /** The job that the app started this run for; null when it started none. */
  job: (Pick<ApprovalPlan, 'jobId' | 'taskSha256' | 'configBlob' | 'configCommit' | 'headSha'> & Over) | null;
  /** What was posted for the job's approval; null when it needed none. `planDigest`: the digest of `plan`. */
  posted: {
    plan: ApprovalPlan;
    planDigest: string;
    digest: string;
    decision: 'approved' | 'denied' | null;
    decidedBy: string | null;
  } | null;
};

type Over = { isOver: boolean };

/** Why a run may not pass. */
export type DeploymentObjection =
  | 'not-ours'
  | 'run-again'
  | 'run-over'
  | 'job-over'
  | 'not-approved'
  | 'other-plan';

/** What GitHub is told. `by`, `digest`: null where nobody had to agree. */
export type DeploymentVerdict =
  | {
      readonly state: 'approved';
      readonly jobId: string;
      readonly by: string | null;
      readonly digest: string | null;
    }
  | { readonly state: 'rejected'; readonly reason: DeploymentObjection };

/**
 * Whether a run may pass into an environment: only the first attempt of a run that the app itself started, for a job
 * that goes on and that somebody agreed to under exactly the plan that was posted, or that needed nobody.
 */
export function judgeDeployment(facts: DeploymentFacts): DeploymentVerdict {
  const { job, posted } = facts;
  if (job === null || !isOurWorkflow(facts)) return rejected('not-ours');
  if (facts.run.attempt !== 1) return rejected('run-again');
  if (facts.run.status === 'completed') return rejected('run-over');
  if (job.isOver) return rejected('job-over');
  if (posted === null) return { state: 'approved', jobId: job.jobId, by: null, digest: null };
  if (posted.decision !== 'approved') return rejected('not-approved');
  if (posted.planDigest !== posted.digest || !isAbout(posted.plan, job)) return rejected('other-plan');
  return { state: 'approved', jobId: job.jobId, by: posted.decidedBy, digest: posted.digest };
}

function isOurWorkflow({ run, workflow }: DeploymentFacts): boolean {
  return run.event === 'workflow_dispatch' && run.path === workflow;
}

const BOUND = ['jobId', 'taskSha256', 'configBlob', 'configCommit', 'headSha'] as const;

function isAbout(plan: ApprovalPlan, job: NonNullable<DeploymentFacts['job']>): boolean {
  return BOUND.every((field) => plan[field] === job[field]);
}

function rejected(reason: DeploymentObjection): DeploymentVerdict {
  return { state: 'rejected', reason };
}
