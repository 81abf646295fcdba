import type { Result } from '../core/output/result.ts';
import { isRefusal, refuse, retold, type Refusal } from '../core/refusal.ts';
import type { Ending } from './ending.ts';

/**
 * What a finished run comes to. GitHub's conclusion is the ceiling: whatever the result claims, a run
 * that GitHub does not call a success is none. `found` is the run's result, or why there is none.
 */
export function judgeRun(conclusion: string | null, found: Result | Refusal): Ending {
  if (conclusion === 'success') {
    return isRefusal(found) ? { state: 'failed', cause: found } : ended(found);
  }
  if (conclusion === 'cancelled')
    return agreeing(found, 'cancelled') ?? { state: 'cancelled', cause: cancelled() };
  if (conclusion === 'timed_out')
    return agreeing(found, 'timed_out') ?? { state: 'timed_out', cause: timedOut() };
  if (!isRefusal(found) && found.outcome !== 'success') return ended(found);
  return { state: 'failed', cause: failed(conclusion, isRefusal(found) ? found : contradicted()) };
}

function ended(result: Result): Ending {
  return { state: result.outcome === 'success' ? 'done' : result.outcome, cause: causeIn(result), result };
}

/** The result, if it says the same as GitHub. */
function agreeing(found: Result | Refusal, outcome: Result['outcome']): Ending | null {
  return !isRefusal(found) && found.outcome === outcome ? ended(found) : null;
}

function causeIn({ cause }: Result): Refusal | null {
  return cause ? retold(cause) : null;
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

function failed(conclusion: string | null, why: Refusal): Refusal {
  const reason = why.code === 'artifact-missing' ? 'It left no result.' : why.because;
  return refuse(
    'run-failed',
    `The run ended as \`${conclusion ?? 'unknown'}\`. ${reason}`,
    "See the run's log for the step that failed.",
  );
}

function contradicted(): Refusal {
  return refuse(
    'result-contradicted',
    'Its result claims success, which a run that failed cannot have, so it is not shown.',
    "See the run's log.",
  );
}
