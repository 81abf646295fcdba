import { configPath } from '../core/config/path.ts';
import type { Plan } from '../core/profile/plan.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import { readBack } from './job-config.ts';

/** Reads the plan of a job. Throws `Fault` when GitHub cannot be asked. */
export type PlanReader = () => Promise<Plan | Refusal>;

type Configured = Pick<Job, 'agent' | 'configBlob' | 'configCommit'>;

/**
 * Makes the reader of a job's plan, compiled here from its configuration; or of why that cannot be done any more. GitHub
 * is asked once, by whoever needs the plan first.
 */
export function planReader(request: Request, name: RepositoryName, job: Configured): PlanReader {
  let found: Promise<Plan | Refusal> | undefined;
  return () => (found ??= planOfJob(request, name, job));
}

async function planOfJob(
  request: Request,
  name: RepositoryName,
  { agent, configBlob, configCommit }: Configured,
): Promise<Plan | Refusal> {
  const back = await readBack(request, name, { configCommit });
  if (typeof back === 'string') return noPlan(configCommit);
  if (isRefusal(back)) return back;
  return back.blobSha === configBlob ? resolve(back.config, agent) : noPlan(configCommit);
}

function noPlan(commit: string): Refusal {
  return refuse(
    'output-unchecked',
    `What the run handed back could not be checked: ${configPath} at ${commit.slice(0, 12)} is not what it was.`,
    'Write the command again.',
  );
}
