import { expect, test } from 'vitest';
import { judgeDeployment, type DeploymentFacts } from '../../../core/approval/judge-deployment.ts';
import type { ApprovalPlan } from '../../../core/approval/plan.ts';

const bound = {
  jobId: '2'.repeat(32),
  taskSha256: 'a'.repeat(64),
  configBlob: 'c'.repeat(40),
  configCommit: 'd'.repeat(40),
  headSha: 'e'.repeat(40),
};
const digest = 'ab'.repeat(32);
const good = (): DeploymentFacts => ({
  run: {
    path: '.github/workflows/dispatch.yml',
    event: 'workflow_dispatch',
    attempt: 1,
    status: 'waiting',
  },
  workflow: '.github/workflows/dispatch.yml',
  job: { ...bound, isOver: false },
  posted: {
    plan: { ...bound } as ApprovalPlan,
    planDigest: digest,
    digest,
    decision: 'approved',
    decidedBy: 'rosa',
  },
});

type Spoil = (facts: DeploymentFacts) => void;
/** What can be wrong, in the order in which it is told; where a thing is not there, nothing can be wrong with it. */
const WRONG: readonly (readonly [string, Spoil])[] = [
  ['not-ours', (facts) => (facts.job = null)],
  ['not-ours', ({ run }) => (run.event = 'push')],
  ['not-ours', ({ run }) => (run.path = '.github/workflows/other.yml')],
  ['run-again', ({ run }) => (run.attempt = 2)],
  ['run-over', ({ run }) => (run.status = 'completed')],
  ['job-over', ({ job }) => job && (job.isOver = true)],
  ['not-approved', ({ posted }) => posted && (posted.decision = null)],
  ['not-approved', ({ posted }) => posted && (posted.decision = 'denied')],
  ['other-plan', ({ posted }) => posted && (posted.planDigest = 'cd'.repeat(32))],
  ...(Object.keys(bound) as (keyof typeof bound)[]).map((field): [string, Spoil] => [
    'other-plan',
    ({ posted }) => posted && (posted.plan[field] = '9'.repeat(40)),
  ]),
];

test('of all combinations of what can be wrong, only the one in which nothing is passes', () => {
  const odd: unknown[] = [];
  for (let set = 0; set < 2 ** WRONG.length; set += 1) {
    const facts = good();
    const wrong = WRONG.filter((_, at) => (set >> at) % 2 === 1);
    for (const [, spoil] of wrong) spoil(facts);
    const verdict = judgeDeployment(facts);
    const said = verdict.state === 'approved' ? undefined : verdict.reason;
    if (said !== wrong[0]?.[0]) odd.push([set, verdict]);
  }
  expect(odd).toEqual([]);
});

test('a job that needed nobody passes, as long as it goes on', () => {
  const nobody = { ...good(), posted: null };
  expect(judgeDeployment(nobody)).toEqual({
    state: 'approved',
    jobId: bound.jobId,
    by: null,
    digest: null,
  });
  const over = { ...nobody, job: { ...bound, isOver: true } };
  expect(judgeDeployment(over)).toEqual({ state: 'rejected', reason: 'job-over' });
});
