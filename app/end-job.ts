import { Fault } from '../core/fault.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { editComment } from '../edge/github/write.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';
import { forComment } from './thread.ts';
import { endedWords } from './words.ts';

/**
 * Ends a job: first its comment says so, then its row. In that order, because a comment can be edited
 * twice to the same text but a terminal state is set once. Returns the code for the inbox.
 * Throws `Fault` when GitHub cannot be reached and there is a run whose end can be told later.
 */
export async function endJob(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  kept: Job,
  ending: Ending,
): Promise<string> {
  const { jobs } = desk.store;
  const job = jobs.byId(kept.jobId) ?? kept;
  const code = ending.cause?.code ?? null;
  try {
    if (job.statusCommentId !== null) {
      const text = forComment(desk, endedWords(job, ending), job.jobId);
      await editComment(request, name, job.statusCommentId, text);
    }
    jobs.finish(job.jobId, ending.state, code);
    return code ?? ending.state;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'github-unreachable' && job.runId !== null) throw error;
    // Refused for good: the comment, the thread or the installation is gone, so there is nobody to tell.
    desk.log(`job ${job.jobId} ended as ${ending.state}, but its comment could not say so: ${error.message}`);
    jobs.finish(job.jobId, 'undeliverable', code);
    return 'undeliverable';
  }
}
