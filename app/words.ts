import type { BudgetView } from '../core/output/budget-line.ts';
import { statusComment, type JobView, type State } from '../core/output/status-comment.ts';
import type { Document } from '../core/redact/document.ts';
import type { Job } from '../edge/store/job.ts';
import type { Ending } from './ending.ts';

/** The status comment of a job that has ended. */
export function endedWords(job: Job & JobView, ending: Ending, budget: BudgetView | null): Document {
  return statusComment(job, stateOf(job, ending), budget);
}

function stateOf(job: Job, { state, cause, result, posted = [], cached }: Ending): State {
  if (result) return { kind: 'ended', result, posted, ...(cached && { cached }) };
  if (job.runId === null && cause !== null) {
    return state === 'failed' ? { kind: 'not_started', cause } : { kind: 'refused', refusal: cause };
  }
  if (state === 'cancelled' || state === 'timed_out') return { kind: state };
  return cause === null ? { kind: 'result_missing' } : { kind: 'failed', cause };
}
