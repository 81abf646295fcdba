import type { Result } from '../core/output/result.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { Ending } from './end-job.ts';

/**
 * What a finished run comes to. GitHub's conclusion is the ceiling: whatever the result claims, a run
 * that GitHub does not call a success is none. `found` is the run's result, or why there is none.
 */
export function judgeRun(conclusion: string | null, found: Result | Refusal): Ending {
  const result = isRefusal(found) ? undefined : found;
  if (conclusion === 'cancelled')
    return { state: 'cancelled', cause: causeIn(result) ?? cancelled(), ...having(result) };
  if (conclusion === 'timed_out')
    return { state: 'timed_out', cause: causeIn(result) ?? timedOut(), ...having(result) };
  if (conclusion === 'success') {
    if (isRefusal(found)) return { state: 'failed', cause: found };
    return { state: found.outcome, cause: causeIn(found), result: found };
  }
  const reported = result && result.outcome !== 'success' ? result : undefined;
  return {
    state: reported?.outcome ?? 'failed',
    cause: causeIn(reported) ?? failed(conclusion, isRefusal(found) ? found : null),
    ...having(reported),
  };
}

function having(result: Result | undefined): { result?: Result } {
  return result && result.outcome !== 'success' ? { result } : {};
}

function causeIn(result: Result | undefined): Refusal | null {
  const cause = result?.cause;
  return cause ? refuse(cause.code, cause.because, cause.remedy) : null;
}

function cancelled(): Refusal {
  return refuse('run-cancelled', 'The run was cancelled.', 'Write the command again if you still want it.');
}

function timedOut(): Refusal {
  return refuse(
    'run-timed-out',
    'The run took longer than its job may.',
    "Raise the agent's `timeout_minutes` or the job's `timeout-minutes`, or ask for less.",
  );
}

function failed(conclusion: string | null, why: Refusal | null): Refusal {
  const reason = why === null || why.code === 'artifact-missing' ? 'It left no result.' : why.because;
  return refuse(
    'run-failed',
    `The run ended as \`${conclusion ?? 'unknown'}\`. ${reason}`,
    "See the run's log for the step that failed.",
  );
}
