import { expect, test } from 'vitest';
import { stageOf, type JobFacts } from '../../../core/progress/stage.ts';

const step = (number: number, status: string, name = `step ${number}`) => ({ name, number, status });
const job = (status: string, ...steps: JobFacts['steps']): JobFacts => ({ name: 'agent', status, steps });

test('the stage is the step under way of the job under way', () => {
  const jobs = [
    job('completed', step(1, 'completed')),
    {
      ...job('in_progress', step(1, 'completed'), step(2, 'in_progress'), step(3, 'queued')),
      name: 'second',
    },
    job('queued'),
  ];
  expect(stageOf(jobs)).toEqual({ job: 'second', step: { name: 'step 2', number: 2 }, steps: 3 });
});

test('between two steps it names the job, and between two jobs nothing', () => {
  expect(stageOf([job('in_progress', step(1, 'completed'), step(2, 'queued'))])).toEqual({
    job: 'agent',
    step: null,
    steps: 2,
  });
  expect(stageOf([job('completed'), job('waiting')])).toBeNull();
  expect(stageOf([])).toBeNull();
});

test('a name is cut between characters, and holds no half of one', () => {
  const stage = stageOf([job('in_progress', step(1, 'in_progress', `${'😀'.repeat(100)}\uD83D`))]);
  expect(stage?.step?.name).toBe(`${'😀'.repeat(80)}…`);
  expect(stageOf([job('in_progress', step(1, 'in_progress', 'a\uD83D'))])?.step?.name).toBe('a\uFFFD');
});
