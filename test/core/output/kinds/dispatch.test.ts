import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const agents = ['helper', 'painter'];
const job = (agent = 'helper', task = 'Look at it.') => ({ agent, task });

test('jobs for agents of the list are taken as they are', () => {
  const jobs = [job(), job('helper', 'Look there, too.'), job('painter')];
  expect(handInto('dispatch', { jobs }, { agents })).toEqual({
    kind: 'accepted',
    item: { kind: 'dispatch', jobs },
  });
});

test.each([
  [
    'agents',
    { jobs: [job('editor')] },
    { agents },
    { agents: ['editor'] },
    /"editor" is not one that may be started\. Use helper, painter/,
  ],
  ['max', { jobs: [job(), job('painter')] }, { agents, max: 1 }, { agents }, /2 jobs are more than the 1/],
])('the limit %s refuses, and it is what refuses', (_, input, limits, without, words) => {
  expect(refusedFor('dispatch', input, limits)).toMatch(words);
  expect(handInto('dispatch', input, without).kind).toBe('accepted');
});

test('the depth of the run counts, and a profile may allow one more', () => {
  const away = { diff: null, depth: 1 };
  expect(refusedFor('dispatch', { jobs: [job()] }, { agents }, away)).toMatch(
    /This run is 1 away from a person’s command, and none further away than 1 may be started/,
  );
  expect(handInto('dispatch', { jobs: [job()] }, { agents, max_depth: 2 }, away).kind).toBe('accepted');
});

test('the same job twice is refused: every one costs money', () => {
  expect(refusedFor('dispatch', { jobs: [job(), job()] }, { agents })).toMatch(/Job 2 is one that stands/);
});

test.each([
  { jobs: [] },
  { jobs: [{ agent: 'helper' }] },
  { jobs: [job('helper', ' ')] },
  { jobs: [job('helper', 'x'.repeat(8001))] },
  { jobs: [job('../x')] },
  { jobs: [{ ...job(), depth: 0 }] },
  { jobs: [{ ...job(), actor: 'admin' }] },
  { jobs: Array.from({ length: 9 }, (_, at) => job('helper', `Task ${at}`)) },
  { jobs: [job('helper', 'a\ud800b')] },
])('%j is none', (input) => {
  expect(refusedFor('dispatch', input, { agents })).toContain('The input does not fit');
});

test('whatever is handed in, what is taken keeps to the limits', () => {
  const name = fc.constantFrom('helper', 'painter', 'editor');
  holds<{ agents: readonly string[]; max: number }>(
    'dispatch',
    fc.record(
      {
        jobs: fc.array(
          fc.record({ agent: name, task: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
          { minLength: 1, maxLength: 4 },
        ),
      },
      { noNullPrototype: true },
    ),
    fc.record(
      { agents: fc.uniqueArray(name, { minLength: 1 }), max: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['agents'], noNullPrototype: true },
    ),
    (item, all) =>
      item.kind === 'dispatch' &&
      item.jobs.length <= all.max &&
      item.jobs.every(({ agent }) => all.agents.includes(agent)),
  );
});
