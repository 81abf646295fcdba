import type { Parsed } from '../core/command/parsed.ts';
import { runAgent } from './run-agent.ts';
import { say } from './say.ts';
import { jobHere, noSuchJob } from './show-status.ts';
import type { Thread } from './thread.ts';

/**
 * `/dispatch continue <job> <more>`: the agent of a job that ended well goes on with its conversation, as a job of its
 * own. Who may start it is decided anew, and `givenJob` says whether there is anything to go on with.
 */
export async function continueJob(
  thread: Thread,
  { job: jobId, limits, task }: Extract<Parsed, { kind: 'continue' }>,
): Promise<string> {
  const job = await jobHere(thread, jobId);
  if (job === null) return say(thread, noSuchJob(jobId));
  return runAgent(thread, { agent: job.agent, task, limits, fromJob: jobId, fromKind: 'session' });
}
