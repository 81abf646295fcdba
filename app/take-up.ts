import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import { postPlan } from './await-approval.ts';
import type { Desk } from './desk.ts';
import { endLost, recoverLost, STOPPED } from './lost-run.ts';

/**
 * Takes up a job that an earlier attempt at the same command left half-way: where there may be a run, or a person is
 * asked, that is seen to. Returns a code for the inbox; null when the command is to be carried out as if it were new.
 */
export async function takeUp(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  job: Job | null,
): Promise<string | null> {
  if (job?.state === 'dispatching') {
    const found = await recoverLost(desk, request, name, job);
    if (found === 'unknown') return endLost(desk, request, name, job, STOPPED);
    if (found === 'dispatched') return found;
  }
  return job?.state === 'awaiting_approval' ? postPlan(desk, request, name, job) : null;
}
