import { expect, test } from 'vitest';
import { findingsOf, type CommandAftermath } from '../../../lab/faults/app/oracles.ts';
import { killCampaign } from '../../../lab/faults/kill/campaign.ts';
import { APP_POINTS } from '../../../lab/faults/kill/points.ts';
import type { Job } from '../../../edge/store/job.ts';

// Every round starts a process of its own, which takes its time on a busy machine.
const PATIENCE_MS = 180_000;
const pointsOf = (...names: string[]) => APP_POINTS.filter(({ name }) => names.includes(name));
const options = { engine: 'sqlite', seed: 20_261_121, rounds: 2 } as const;

test(
  'an app that is killed loses nothing and does nothing twice',
  async () => {
    const points = pointsOf('after-persist', 'dispatch-reply-lost', 'end-reply-lost', 'check-noted');
    const found = await killCampaign({ ...options, rounds: 1, points });
    expect(found).toMatchObject({ findings: [], problems: [], told: 0, rounds: 4 });
  },
  PATIENCE_MS,
);

test(
  'a run that was never asked for is asked for after all',
  async () => {
    const points = pointsOf('before-dispatch', 'after-reserve');
    const found = await killCampaign({ ...options, rounds: 1, points });
    expect(found).toMatchObject({ findings: [], problems: [], told: 0, rounds: 2 });
  },
  PATIENCE_MS,
);

test(
  'an approval that was cut short counts, also where another replica takes over',
  async () => {
    const found = await killCampaign({
      ...options,
      engine: 'postgres',
      rounds: 1,
      points: pointsOf('before-spend'),
    });
    expect(found).toMatchObject({ findings: [], problems: [], rounds: 1 });
  },
  PATIENCE_MS,
);

test(
  'an app that does not take up what it left undone is found out',
  async () => {
    const points = pointsOf('claimed');
    const found = await killCampaign({ ...options, rounds: 1, points, holes: ['recovery'], patience: 5000 });
    expect(found.findings.map(({ oracle }) => oracle)).toEqual(
      expect.arrayContaining(['lost', 'not-terminal']),
    );
  },
  PATIENCE_MS,
);

test('the points have names of their own, at least sixteen', () => {
  const names = new Set(APP_POINTS.map(({ name }) => name));
  expect(names.size).toBe(APP_POINTS.length);
  expect(names.size).toBeGreaterThanOrEqual(16);
});

const job = { state: 'done', runId: 7 } as Job;
const fine: CommandAftermath = {
  wants: 'run',
  name: 'it',
  runs: 1,
  comments: ['✅ reviewer is done'],
  checks: null,
  job,
  history: [{ to: 'authorised' }, { to: 'done' }],
  isQuiet: true,
};

test.each<[string, Partial<CommandAftermath>, string[]]>([
  ['nothing', {}, []],
  ['two runs', { runs: 2 }, ['duplicate-run']],
  ['a run of a wrong command', { wants: 'reply', job: null }, ['duplicate-run']],
  ['two comments', { comments: ['is done', 'is done'] }, ['duplicate-comment']],
  ['a command that nobody answered', { comments: [], job: null, runs: 0 }, ['lost']],
  ['an answer without a job', { job: null, runs: 0 }, ['lost']],
  [
    'a run that nobody knows',
    { job: { ...job, state: 'failed', runId: null }, comments: ['reviewer failed'] },
    ['lost'],
  ],
  ['two checks', { checks: ['completed', 'completed'] }, ['duplicate-check']],
  ['no check', { checks: [] }, ['wrong-end']],
  ['a check of long ago', { checks: ['in_progress'] }, ['wrong-end']],
  ['an open job', { job: { ...job, state: 'running' } }, ['not-terminal']],
  ['a delivery that waits', { isQuiet: false }, ['not-terminal']],
  ['two ends', { history: [{ to: 'done' }, { to: 'failed' }] }, ['wrong-end']],
  ['a comment of long ago', { comments: ['⏳ reviewer is working'] }, ['wrong-end', 'wrong-end']],
])('the oracles see %s', (_what, change, oracles) => {
  expect(findingsOf({ ...fine, ...change }).map(({ oracle }) => oracle)).toEqual(oracles);
});
