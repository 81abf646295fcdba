import { DatabaseSync } from 'node:sqlite';
import { claimsIn, type World } from './world.ts';

/** The claims `from` of the tickets so far, in their order. */
export function fromClaims(world: World): unknown[] {
  return world
    .dispatches()
    .map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket)['from']);
}

/** The id of the job that the last ticket is for. */
export function lastJob(world: World): string {
  const body = world.dispatches().at(-1)?.body as { inputs: { ticket: string } } | undefined;
  return claimsIn(body?.inputs.ticket ?? '').job_id;
}

/** Changes the row of a job behind the app's back. */
export function alterJob(world: World, jobId: string, change: string): void {
  const raw = new DatabaseSync(world.stateFile);
  raw.prepare(`UPDATE jobs SET ${change} WHERE job_id = ?`).run(jobId);
  raw.close();
}

/** A job of another repository that the same app serves. */
export async function jobElsewhere(world: World): Promise<string> {
  await world.says('wanda', '/dispatch helper plan it');
  const jobId = lastJob(world);
  alterJob(world, jobId, 'repository_id = repository_id + 1000');
  return jobId;
}
