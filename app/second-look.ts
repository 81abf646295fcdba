import { objectionOfStanding } from '../core/authority/decide.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { Ending } from './ending.ts';
import { readBack } from './job-config.ts';
import { neededIn, readStanding, type Needed } from './standing.ts';

/**
 * The end of a run as it may be told: what an agent wrote for somebody who may not start it any more is not shown, and
 * its run still counts as what it cost. What the agent asks for is what it asked for at its job's commit. Throws
 * `Fault` when GitHub does not say who they are now.
 */
export async function lookAgain(
  request: Request,
  name: RepositoryName,
  job: Job,
  ending: Ending,
): Promise<Ending> {
  if (ending.result === undefined) return ending;
  const needed = await neededAt(request, name, job);
  const why = isRefusal(needed) ? needed : await objectionNow(request, name, job, needed);
  if (why === null) return ending;
  return { state: 'failed', cause: withdrawn(job, why), costUsd: ending.result.cost_usd };
}

async function objectionNow(request: Request, name: RepositoryName, job: Job, needed: Needed) {
  if (needed.forStrangers === true) return null;
  const standing = await readStanding(request, name, job.actor, needed);
  const agent = { name: job.agent, invoke: needed.invoke, teams: needed.teams };
  return objectionOfStanding({ login: job.actor, repository: job.repository, agent, ...standing });
}

/** What cannot be read any more permits nothing. */
async function neededAt(request: Request, name: RepositoryName, job: Job): Promise<Needed | Refusal> {
  const back = await readBack(request, name, job);
  if (back === 'gone')
    return refuse('config-gone', 'The configuration that it started under is gone.', 'Restore it.');
  if (back === 'broken')
    return refuse(
      'config-broken',
      'The configuration that it started under cannot be read any more.',
      'Mend it.',
    );
  const plan = isRefusal(back) ? back : resolve(back.config, job.agent);
  return isRefusal(plan) ? plan : neededIn(plan, job.startedBy);
}

function withdrawn({ actor }: Job, { because }: Refusal): Refusal {
  return refuse(
    'permission-withdrawn',
    `While it was at work, ${actor} lost the right to start it, so what it wrote is not shown. ${because}`,
    "Somebody who may start it can write the command again; the run's artifact holds what it wrote.",
  );
}
