import { reason, statusComment } from '../core/output/status-comment.ts';
import { link, mention, token, words, type Document } from '../core/redact/document.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import type { Ending } from './ending.ts';

/** The status comment of a job that has ended. */
export function endedWords(job: Job, { state, cause, result }: Ending): Document {
  if (result) return statusComment(job, { kind: 'ended', result });
  if (job.runId === null && cause !== null) return withoutRun(job, state, cause);
  if (state === 'cancelled' || state === 'timed_out') return statusComment(job, { kind: state });
  if (cause === null) return statusComment(job, { kind: 'result_missing' });
  return failedWords(job, cause);
}

/** We said no, or something went wrong on the way to a run. */
function withoutRun(job: Job, state: Ending['state'], cause: Refusal): Document {
  if (state !== 'failed') return statusComment(job, { kind: 'refused', refusal: cause });
  return words`## ❌ ${job.agent} could not be started

Asked by ${mention(job.actor)}

${reason(cause)}

<!-- agent-dispatch job=${token(job.jobId)} -->`;
}

/** A run that failed and left no result to show: the cause is ours. */
function failedWords(job: Job, cause: Refusal): Document {
  return words`## ❌ ${job.agent} failed

Asked by ${mention(job.actor)} · ${link('workflow run', job.runUrl ?? '')}

${reason(cause)}

<!-- agent-dispatch job=${token(job.jobId)} -->`;
}
