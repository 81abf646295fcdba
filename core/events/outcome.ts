import { refuse, type Refusal } from '../refusal.ts';
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
  /** The broker's refusals in order, as sentences; the first is usually the cause of a failure. */
  brokerRefusals: readonly string[];
  stderrTail: string;
};

/** The verdict on a run. `cause` is null exactly when the outcome is `success`. */
export type RunVerdict = { outcome: Outcome; cause: Refusal | null; text: string };

/**
 * Judges a finished run on all of its facts. None of exit code, subtype and `is_error` is enough alone:
 * an API failure calls itself `success`, an interrupt exits 0, and a run can print several results.
 */
export function outcomeOf(facts: RunFacts): RunVerdict {
  const last = facts.results.at(-1);
  const text = (last?.text || facts.lastText).trim();
  const fail = (outcome: Outcome, cause: Refusal): RunVerdict => ({ outcome, cause, text });
  if (facts.cancelled) {
    return fail(
      'cancelled',
      refuse('cancelled', 'The run was cancelled.', 'Dispatch it again when it is wanted.'),
    );
  }
  if (facts.timedOut) {
    return fail(
      'timed_out',
      refuse(
        'timed-out',
        `The run took longer than its ${facts.timeoutMinutes} minutes.`,
        "Raise the agent's timeout_minutes or give it a smaller task.",
      ),
    );
  }
  if (facts.stopped) return fail('failed', facts.stopped);
  const cause = facts.mismatch ?? failure(facts, last);
  if (cause) return fail('failed', cause);
  if (text === '') {
    return fail(
      'failed',
      refuse(
        'empty-answer',
        'The agent finished without writing an answer.',
        'Say in the task what the answer should hold.',
      ),
    );
  }
  return { outcome: 'success', cause: null, text };
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
  if (bad) return badResult(bad, facts);
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
  const status = result.apiErrorStatus;
  const broker = facts.brokerRefusals[0];
  if (broker !== undefined) {
    return refuse(
      'broker-refused',
      broker,
      'Change the agent in .github/dispatch.yml if the limit is too tight.',
    );
  }
  if (status === 401 || status === 403) {
    return refuse(
      'key-refused',
      `The model's API refused the key (${status}).`,
      'Check the secret that is passed as anthropic-api-key: it may be wrong, expired or of another account.',
    );
  }
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
  if (status !== null || result.terminalReason === 'api_error') {
    return refuse(
      'model-failed',
      `The model's API failed${status === null ? '' : ` (${status})`}: ${(result.text || result.errors.join('; ')).slice(0, 300)}`,
      remedyFor(status),
    );
  }
  return refuse(
    'run-failed',
    `The claude CLI ended with ${result.subtype}${result.terminalReason ? ` (${result.terminalReason})` : ''}.`,
    'Look at the log of this run.',
  );
}

/** What helps against an answer of the API that was no success. */
function remedyFor(status: number | null): string {
  switch (status) {
    case 400:
    case 402:
      return 'Trying again does not help: check the credit of the account and what the API said.';
    case 404:
      return "Check the agent's model: this key may not reach it, or the gateway does not know it.";
    case 413:
      return 'Give the agent a smaller task: the request was too large for the API.';
    case 429:
      return 'Wait a while, or raise the rate limit of the account.';
    default:
      return 'Try again later; the status page of the API tells whether it is down.';
  }
}
