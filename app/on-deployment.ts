import { judgeDeployment, type DeploymentFacts } from '../core/approval/judge-deployment.ts';
import { digestOf } from '../core/approval/plan.ts';
import { deploymentComment } from '../core/output/deployment-comment.ts';
import { readRun, type RunFacts } from '../edge/github/read.ts';
import { reviewDeployment } from '../edge/github/review-deployment.ts';
import type { Request } from '../edge/github/request.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import type { DeploymentEvent } from './deployment-event.ts';
import type { Desk } from './desk.ts';
import { isGone } from './end-job.ts';
import { endLost, recoverLost, STOPPED } from './lost-run.ts';
import { forComment } from './thread.ts';
import { postedPlan } from './posted-plan.ts';

/**
 * The story of a deployment protection rule: a run waits at an environment, and GitHub asks the app whether it may go
 * on. The answer follows from the job behind the run alone, so a request that comes twice is answered alike. A job is
 * approved before its run is asked for: no run waits for a decision that is still to come. Returns a code for the
 * inbox; throws `Fault` when GitHub cannot be reached.
 */
export async function onDeployment(event: DeploymentEvent, desk: Desk): Promise<string> {
  const request = await desk.github(event.installationId);
  const run = await readRun(request, event.name, event.runId);
  if (run === null || run.id !== event.runId || run.repositoryId !== event.repositoryId) return 'no-such-run';
  const verdict = judgeDeployment(await factsOf(desk, run, await jobOf(event, desk, request)));
  const comment = forComment(desk, deploymentComment(verdict));
  const { environment } = event;
  try {
    await reviewDeployment(request, event.name, {
      runId: run.id,
      environment,
      state: verdict.state,
      comment,
    });
  } catch (error) {
    if (!isGone(error)) throw error;
    desk.log(`the run ${run.id} does not wait for an answer: ${error.message}`);
    return 'not-waiting';
  }
  return `deployment-${verdict.state}`;
}

/** The job of the run. It may be one whose dispatch was sent, but whose answer the app has not heard yet. */
async function jobOf(event: DeploymentEvent, desk: Desk, request: Request): Promise<Job | null> {
  const { jobs } = desk.store;
  const known = await jobs.byRun(event.repositoryId, event.runId);
  if (known !== null) return known;
  for (const { jobId, repositoryId, state } of await jobs.open()) {
    if (repositoryId !== event.repositoryId || state !== 'dispatching') continue;
    // Deliveries of a repository are worked on one after the other, so nobody is about to hear that answer.
    const job = await jobs.take(jobId);
    if (job?.state !== 'dispatching') continue;
    if ((await recoverLost(desk, request, event.name, job)) === 'unknown')
      await endLost(desk, request, event.name, job, STOPPED);
  }
  return jobs.byRun(event.repositoryId, event.runId);
}

async function factsOf(desk: Desk, run: RunFacts, job: Job | null): Promise<DeploymentFacts> {
  const posted = job && (await desk.store.approvals.of(job.jobId));
  const plan = posted && postedPlan(posted);
  return {
    run,
    workflow: `.github/workflows/${desk.workflow}`,
    job: job && { ...job, isOver: isTerminal(job.state) },
    posted: posted && plan && { ...posted, plan, planDigest: digestOf(plan, sha256) },
  };
}
