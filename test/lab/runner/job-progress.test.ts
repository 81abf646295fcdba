import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobProgress } from '../../../lab/runner/job-progress.ts';
import { makeBench, type Bench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.close());

const WORKFLOW = `on: push
jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - name: Say \${{ github.event.text }}
        run: 'true'
      - if: false
        run: echo never
      - run: exit 3
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: echo never
`;

test('a runner tells how far each job is: its steps by their evaluated names, and how they ended', async () => {
  const told: JobProgress[] = [];
  await bench.run(WORKFLOW, { onJob: (job) => void told.push(job) });
  const steps = (job: JobProgress | undefined) =>
    job?.steps.map(({ name, status, conclusion }) => `${name}: ${conclusion ?? status}`);
  const first = told.filter(({ name }) => name === 'first');
  expect(first[0]).toMatchObject({ status: 'queued', conclusion: null, startedAt: null });
  const atFirstStep = first.find((job) => job.steps[1]?.status === 'in_progress');
  expect(steps(atFirstStep)).toEqual([
    'Set up job: success',
    'Say from the event: in_progress',
    'Run echo never: queued',
    'Run exit 3: queued',
    'Complete job: queued',
  ]);
  expect(first.at(-1)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(steps(first.at(-1))).toEqual([
    'Set up job: success',
    'Say from the event: success',
    'Run echo never: skipped',
    'Run exit 3: failure',
    'Complete job: success',
  ]);
  expect(told.filter(({ name }) => name === 'second').at(-1)).toMatchObject({
    status: 'completed',
    conclusion: 'skipped',
    startedAt: null,
  });
});
