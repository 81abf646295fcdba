import type { FailureClass } from '../failure/classes.ts';
import { classOf, foremost } from '../failure/codes.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { apiFailure } from './api-failure.ts';
import type { ResultEvent } from './run-event.ts';

/** How a run ended. */
export type Outcome = 'success' | 'failed' | 'refused' | 'cancelled' | 'timed_out';

/** Everything known about a finished CLI process. */
export type RunFacts = {
  exitCode: number | null;
  results: readonly ResultEvent[];
  /** The last text the agent wrote, for a run that has no result of its own. */
  lastText: string;
  /** Set when the supervisor ended the run, with the reason. */
  stopped: Refusal | null;
  /** Set when the run's record does not hold the calls that the CLI told of. */
  mismatch: Refusal | null;
  cancelled: boolean;
  timedOut: boolean;
  timeoutMinutes: number;
  budgetUsd: number;
  /** The broker's refusals in order; the first is usually the cause of a failure. */
  brokerRefusals: readonly Refusal[];
  stderrTail: string;
};

/** The verdict on a run. `cause` is null exactly when the outcome is `success`; its code has a class (`classOf`). */
export type RunVerdict = { outcome: Outcome; cause: Refusal | null; text: string };

/**
 * Judges a finished run on all of its facts. None of exit code, subtype and `is_error` is enough alone:
 * an API failure calls itself `success`, an interrupt exits 0, and a run can print several results.
 * Of several things that are wrong, the one whose class comes first is the cause.
 */
export function outcomeOf(facts: RunFacts): RunVerdict {
  const last = facts.results.at(-1);
  const text = (last?.text || facts.lastText).trim();
  const causes = [decided(facts), facts.stopped ?? facts.mismatch, failure(facts, last)].filter(
    (cause) => cause !== null,
  );
  const cause = foremost(causes) ?? (text === '' ? emptyAnswer() : null);
  if (cause === null) return { outcome: 'success', cause, text };
  return { outcome: outcomeFor(cause), cause, text };
}

/** Classes whose failures have an outcome of their own. */
const OUTCOMES: Partial<Record<FailureClass, Outcome>> = { cancelled: 'cancelled', timeout: 'timed_out' };

/** How a run ended that failed for this cause. */
export function outcomeFor(cause: Refusal): Outcome {
  return OUTCOMES[classOf(cause.code)] ?? 'failed';
}

/** The ends that we make ourselves from outside. */
function decided({ cancelled, timedOut, timeoutMinutes }: RunFacts): Refusal | null {
  if (cancelled) return calledOff();
  return timedOut ? outOfTime(timeoutMinutes) : null;
}

/** Why a run that somebody called off has no result. */
export function calledOff(): Refusal {
  return refuse('cancelled', 'The run was cancelled.', 'Dispatch it again when it is wanted.');
}

/** Why a run whose time was over has none. */
export function outOfTime(timeoutMinutes: number): Refusal {
  return refuse(
    'timed-out',
    `The run took longer than its ${timeoutMinutes} minutes.`,
    "Raise the agent's timeout_minutes or give it a smaller task.",
  );
}

function emptyAnswer(): Refusal {
  return refuse(
    'empty-answer',
    'The agent finished without writing an answer.',
    'Say in the task what the answer should hold.',
  );
}

function failure(facts: RunFacts, last: ResultEvent | undefined): Refusal | null {
  if (!last) {
    const tail = facts.stderrTail.trim().split('\n').at(-1) ?? '';
    return refuse(
      'no-result',
      `The claude CLI ended (exit code ${facts.exitCode ?? 'none'}) without a result${tail ? `: ${tail.slice(0, 300)}` : '.'}`,
      'Look at the log of this run; if it repeats, report it with the log.',
    );
  }
  const bad = facts.results.find((result) => !isCompleted(result));
  if (bad) return facts.brokerRefusals[0] ?? badResult(bad, facts);
  if (facts.exitCode === 0) return null;
  return refuse(
    'bad-exit',
    `The claude CLI exited with ${facts.exitCode ?? 'a signal'} after its result.`,
    'Look at the log of this run.',
  );
}

function isCompleted(result: ResultEvent): boolean {
  return result.subtype === 'success' && !result.isError && result.terminalReason === 'completed';
}

function badResult(result: ResultEvent, facts: RunFacts): Refusal {
  if (result.subtype === 'error_max_turns') {
    return refuse(
      'max-turns',
      'The agent used up its turns.',
      "Raise the agent's max_turns or give it a smaller task.",
    );
  }
  if (result.subtype === 'error_max_budget_usd') {
    return refuse(
      'budget-exhausted',
      `The agent used up its budget of $${facts.budgetUsd}.`,
      "Raise the agent's budget_usd or give it a smaller task.",
    );
  }
  return apiFailure(result) ?? cliFailure(result);
}

function cliFailure({ subtype, terminalReason }: ResultEvent): Refusal {
  return refuse(
    'cli-failed',
    `The claude CLI ended with ${subtype}${terminalReason ? ` (${terminalReason})` : ''}.`,
    'Look at the log of this run.',
  );
}
