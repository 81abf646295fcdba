import { afterEach, describe, expect, test } from 'vitest';
import { proposalText } from '../../core/approval/proposal.ts';
import type { Result } from '../../core/output/result.ts';
import { commitInto } from '../bare-repository.ts';
import { CONFIG } from './approval-world.ts';
import { approvalIn, FIXER, PROPOSAL, planned, plays, proposing, ticketsOf } from './plan-world.ts';
import { succeeds, type World } from './world.ts';

/* An agent that has to propose a plan does nothing else at first; what another person approves is what the next run may do. */

let world: World;
afterEach(() => world.end());

const begin = async (...given: Parameters<typeof planned>) => (world = await planned(...given));
const last = () => world.answers().at(-1)?.body ?? '';

test('the plan is shown as it is, and what another person approves is that plan alone', async () => {
  await begin(plays(proposing()));
  const [first, second, ...more] = world.answers();
  expect(more).toEqual([]);
  expect(first?.body).toContain('fixer is done');
  expect(second?.body).toContain('fixer waits for approval');
  expect(second?.body).toContain('1. Mend the sum');
  expect(second?.body).not.toContain(' @everyone');
  expect(second?.body).toContain('**writes**: `src/add.js`');
  expect(second?.body).toContain('**runs**: `npm test`');
  expect(second?.body).toContain('**reaches**: `registry.npmjs.org`');
  expect(second?.body).toMatch(/\*\*limits\*\*: `\$0\.5`,/);
  // A private repository, hosts and what hosts answer: the run that proposes has none of that, the next one all.
  expect(second?.body).toContain('That run brings together');
  expect(ticketsOf(world)).toHaveLength(1);
  expect(ticketsOf(world)[0]).not.toHaveProperty('approval');

  const approve = approvalIn(world);
  await world.says('wanda', approve);
  expect(ticketsOf(world)).toHaveLength(1);
  await world.says('rosa', approve);
  const [one, two] = ticketsOf(world);
  expect(two).toMatchObject({
    agent: 'fixer',
    actor: 'wanda',
    task: 'mend the sum',
    head_sha: one?.['head_sha'],
    approval: { by: 'rosa', proposal: proposalText(PROPOSAL) },
  });
  expect(two?.job_id).not.toBe(one?.job_id);
  expect(world.answers()[1]?.body).toContain('fixer is done');
  await world.says('rosa', approve);
  expect(ticketsOf(world)).toHaveLength(2);
  expect(world.github.violations).toEqual([]);
}, 60_000);

test('its budget is that of the plan', async () => {
  await begin(plays(proposing(), { cost_usd: 0.4 }));
  await world.says('rosa', approvalIn(world));
  expect(last()).toMatch(/\$0\.40/);
}, 60_000);

describe('nothing of a result counts', () => {
  const labels: Result['outputs'] = [{ kind: 'labels', add: ['bug'] }];
  test.each<[string, Partial<Result>, string?]>([
    ['whose plan writes what is protected', proposing({ paths: ['.github/workflows/a.yml'] })],
    ['whose plan runs more', proposing({ commands: ['npm *'] })],
    ['whose plan reaches other hosts', proposing({ hosts: ['evil.example.org'] })],
    ['whose plan costs more', proposing({ cost_usd: 5 })],
    ['whose plan starts workers', proposing({ workers: [{ agent: 'reader', count: 1 }] })],
    ['that holds an output of the profile before anybody agreed', { outputs: labels }],
    ['that holds one beside its plan', { outputs: [...(proposing().outputs ?? []), ...labels] }],
    ['of an agent that proposes nothing', proposing(), '/dispatch reader look'],
  ])('%s', async (_, result, command) => {
    await begin(plays(result), command);
    expect(ticketsOf(world)).toHaveLength(1);
    expect(world.answers()).toHaveLength(1);
    expect(last()).toMatch(/is not what the agent may hand back/);
  });

  test('that proposes another plan after one was approved', async () => {
    await begin(plays(proposing(), proposing({ commands: ['git log *'] })));
    await world.says('rosa', approvalIn(world));
    expect(ticketsOf(world)).toHaveLength(2);
    expect(world.answers()).toHaveLength(2);
    expect(last()).toMatch(/`propose_plan` of the run's result is not what the agent may hand back/);
  }, 60_000);

  test('and its own outputs do after an approval', async () => {
    await begin(plays(proposing(), { outputs: labels }));
    await world.says('rosa', approvalIn(world));
    expect(last()).toContain('fixer is done');
    expect(last()).toContain('bug');
  }, 60_000);
});

describe('the plan is void', () => {
  const change = async (text: string, path = CONFIG) =>
    commitInto(world.gitDir, { change: { [path]: text }, from: 'main', onto: 'main' });

  test('when the configuration has changed, even to one that allows more', async () => {
    await begin(plays(proposing()));
    await change(FIXER.replace("'Edit(src/**)'", 'Edit'));
    await world.says('rosa', approvalIn(world));
    expect(ticketsOf(world)).toHaveLength(1);
    expect(last()).toMatch(/configuration has changed since the plan was posted/);
  });

  test('when its agent need not propose any more', async () => {
    await begin(plays(proposing()));
    await change(FIXER.replace('require_plan: true', 'require_plan: false'));
    await world.says('rosa', approvalIn(world));
    expect(ticketsOf(world)).toHaveLength(1);
  });

  test('under another digest', async () => {
    await begin(plays(proposing()));
    const other = approvalIn(world).replace(/[0-9a-f]{12}$/, 'a'.repeat(12));
    await world.says('rosa', other);
    expect(ticketsOf(world)).toHaveLength(1);
    expect(last()).toContain('not the digest of the plan');
  });

  test('and nobody is asked when the configuration changed while it was made', async () => {
    await begin(async (claims, order) => {
      await commitInto(order.repository.gitDir, {
        change: { [CONFIG]: FIXER.replace('Mends', 'Mends more') },
        from: 'main',
        onto: 'main',
      });
      return succeeds(proposing())(claims, order);
    });
    expect(world.answers()).toHaveLength(1);
    expect(world.logged.join('\n')).toContain('not asked for any more');
  });
});

test('a plan that somebody denies is carried out by nobody', async () => {
  await begin(plays(proposing()));
  await world.says(
    'rosa',
    approvalIn(world)
      .replace('approve', 'deny')
      .replace(/ [0-9a-f]{12}$/, ' not now'),
  );
  expect(last()).toContain('not now');
  await world.says('rosa', approvalIn(world));
  expect(ticketsOf(world)).toHaveLength(1);
});
