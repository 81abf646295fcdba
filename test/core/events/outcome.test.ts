import { describe, expect, test } from 'vitest';
import { outcomeOf, type RunFacts } from '../../../core/events/outcome.ts';
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
      'run-failed',
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
      'run-failed',
    ],
    [
      'a result without a terminal reason',
      { results: [{ ...good, terminalReason: null }] },
      'failed',
      'run-failed',
    ],
    [
      'a good result after a bad one',
      { results: [{ ...good, isError: true }, good] },
      'failed',
      'run-failed',
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
      'model-failed',
    ],
    ['an empty answer', { results: [{ ...good, text: ' ' }] }, 'failed', 'empty-answer'],
    [
      'a refusal of the broker',
      { results: [{ ...good, isError: true }], brokerRefusals: ['no'] },
      'failed',
      'broker-refused',
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

  test('what the agent wrote before it failed is kept', () => {
    expect(outcomeOf({ ...facts, results: [], lastText: 'half an answer' }).text).toBe('half an answer');
  });
});
