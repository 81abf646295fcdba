import { statusComment, type JobView } from '../core/output/status-comment.ts';
import type { Document } from '../core/redact/document.ts';
import type { Job } from '../edge/store/job.ts';
import type { Ending } from './ending.ts';

/** The status comment of a job that has ended. */
export function endedWords(job: Job & JobView, { state, cause, result }: Ending): Document {
  if (result) return statusComment(job, { kind: 'ended', result });
  if (job.runId === null && cause !== null) {
    return statusComment(
      job,
      state === 'failed' ? { kind: 'not_started', cause } : { kind: 'refused', refusal: cause },
    );
  }
  if (state === 'cancelled' || state === 'timed_out') return statusComment(job, { kind: state });
  return statusComment(job, cause === null ? { kind: 'result_missing' } : { kind: 'failed', cause });
}
