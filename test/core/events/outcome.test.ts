import { describe, expect, test } from 'vitest';
import { outcomeOf, type RunFacts } from '../../../core/events/outcome.ts';
import { classOf } from '../../../core/failure/codes.ts';
import type { ResultEvent } from '../../../core/events/run-event.ts';
import { refuse } from '../../../core/refusal.ts';

const good: ResultEvent = {
  kind: 'result',
  subtype: 'success',
  isError: false,
  terminalReason: 'completed',
  text: 'the answer',
  costUsd: 0.01,
  durationMs: 10,
  turns: 1,
  apiErrorStatus: null,
  errors: [],
};

const facts: RunFacts = {
  exitCode: 0,
  results: [good],
  lastText: '',
  stopped: null,
  mismatch: null,
  cancelled: false,
  timedOut: false,
  timeoutMinutes: 5,
  budgetUsd: 1,
  brokerRefusals: [],
  stderrTail: '',
};

const over = refuse('over-budget', 'No more.', 'Raise it.');
const other = refuse('model-not-allowed', 'Not this one.', 'Take another.');

describe('the verdict on a run', () => {
  test('a completed result and exit 0 are success', () => {
    expect(outcomeOf(facts)).toEqual({ outcome: 'success', cause: null, text: 'the answer' });
  });

  const failures: [string, Partial<RunFacts>, string, string][] = [
    ['exit 0 without a result', { results: [] }, 'failed', 'no-result'],
    [
      'an API failure that calls itself success',
      { results: [{ ...good, isError: true }] },
      'failed',
      'cli-failed',
    ],
    [
      'a good end whose record is not whole',
      { mismatch: refuse('record-mismatch', 'b', 'r') },
      'failed',
      'record-mismatch',
    ],
    [
      'a key that is refused',
      { results: [{ ...good, isError: true, apiErrorStatus: 401 }] },
      'failed',
      'key-refused',
    ],
    [
      'an interrupt, which exits 0',
      { results: [{ ...good, terminalReason: 'aborted_tools' }] },
      'failed',
      'cli-failed',
    ],
    [
      'a result without a terminal reason',
      { results: [{ ...good, terminalReason: null }] },
      'failed',
      'cli-failed',
    ],
    [
      'a good result after a bad one',
      { results: [{ ...good, isError: true }, good] },
      'failed',
      'cli-failed',
    ],
    ['a bad exit after a good result', { exitCode: 1 }, 'failed', 'bad-exit'],
    ['a kill after a good result', { exitCode: null }, 'failed', 'bad-exit'],
    [
      'turns used up',
      { results: [{ ...good, isError: true, subtype: 'error_max_turns' }] },
      'failed',
      'max-turns',
    ],
    [
      'money used up',
      { results: [{ ...good, isError: true, subtype: 'error_max_budget_usd' }] },
      'failed',
      'budget-exhausted',
    ],
    [
      'an overloaded API',
      { results: [{ ...good, isError: true, apiErrorStatus: 529 }] },
      'failed',
      'model-overloaded',
    ],
    ['an empty answer', { results: [{ ...good, text: ' ' }] }, 'failed', 'empty-answer'],
    [
      'a refusal of the broker',
      { results: [{ ...good, isError: true, apiErrorStatus: 403 }], brokerRefusals: [over, other] },
      'failed',
      'over-budget',
    ],
    [
      'a stop by the supervisor',
      { stopped: refuse('unmediated-call', 'x', 'y') },
      'failed',
      'unmediated-call',
    ],
    ['a cancellation', { cancelled: true, exitCode: null, results: [] }, 'cancelled', 'cancelled'],
    ['the clock', { timedOut: true, exitCode: null, results: [] }, 'timed_out', 'timed-out'],
  ];

  test.each(failures)('%s is not', (_, change, outcome, code) => {
    const verdict = outcomeOf({ ...facts, ...change });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.cause?.code).toBe(code);
    expect(verdict.cause?.remedy).not.toBe('');
  });

  const statuses: [number | null, string, string, string][] = [
    [400, 'messages.0: bad', 'model-failed', 'api'],
    [400, 'prompt is too long: 210000 tokens > 200000 maximum', 'context-too-long', 'context'],
    [400, 'Your credit balance is too low', 'account-refused', 'api-auth'],
    [401, 'invalid x-api-key', 'key-refused', 'api-auth'],
    [402, 'billing', 'account-refused', 'api-auth'],
    [403, 'forbidden', 'key-refused', 'api-auth'],
    [404, 'model: x', 'model-failed', 'api'],
    [413, 'too large', 'context-too-long', 'context'],
    [429, 'rate limit', 'rate-limited', 'api-rate-limit'],
    [500, 'oops', 'model-failed', 'api'],
    [502, 'could not be reached', 'model-unreachable', 'network'],
    [503, 'unavailable', 'model-overloaded', 'api-overloaded'],
    [529, 'Overloaded', 'model-overloaded', 'api-overloaded'],
    [null, 'Connection error.', 'model-unreachable', 'network'],
  ];
  test.each(statuses)('an API that answers %s (%s) is told apart', (status, words, code, name) => {
    const result = {
      ...good,
      isError: true,
      terminalReason: 'api_error',
      apiErrorStatus: status,
      text: words,
    };
    const { outcome, cause } = outcomeOf({ ...facts, exitCode: 1, results: [result] });
    expect(outcome).toBe('failed');
    expect(cause).toMatchObject({ code, because: expect.stringContaining(words) });
    expect(classOf(code)).toBe(name);
  });

  test('a prompt that the CLI itself finds too long is a matter of context', () => {
    const result = { ...good, isError: true, terminalReason: 'prompt_too_long', text: 'Prompt is too long' };
    expect(outcomeOf({ ...facts, results: [result] }).cause?.code).toBe('context-too-long');
  });

  test('of several causes the one counts whose class comes first', () => {
    const result = { ...good, isError: true, apiErrorStatus: 429 };
    const bad = { ...facts, exitCode: 1, results: [result] };
    expect(outcomeOf(bad).cause?.code).toBe('rate-limited');
    const stopped = refuse('not-as-planned', 'b', 'r');
    expect(outcomeOf({ ...bad, stopped }).cause?.code).toBe('rate-limited');
    const full = refuse('record-failed', 'b', 'r');
    expect(outcomeOf({ ...bad, stopped: full }).cause?.code).toBe('record-failed');
    expect(outcomeOf({ ...bad, stopped: full, timedOut: true })).toMatchObject({ outcome: 'timed_out' });
    const all = outcomeOf({ ...bad, stopped: full, timedOut: true, cancelled: true });
    expect(all).toMatchObject({ outcome: 'cancelled', cause: { code: 'cancelled' } });
  });

  test('what the agent wrote before it failed is kept', () => {
    expect(outcomeOf({ ...facts, results: [], lastText: 'half an answer' }).text).toBe('half an answer');
  });
});
