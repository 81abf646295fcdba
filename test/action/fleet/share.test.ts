import { expect, test } from 'vitest';
import { helper, leadPlan, playCrew } from './play-crew.ts';

/* What the members of a run share: who asks is the pipe, and who waits is told when it happens. */

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function crewOfThree() {
  const played = playCrew(leadPlan('lead', ['helper']), [helper]);
  await played.spawn('main');
  await played.spawn('main');
  return played;
}

test('a member writes as itself, whatever it says, and what it wrote carries its taint', async () => {
  const { ask } = await crewOfThree();
  expect(
    await ask('main/1', 'store_set', { key: '/peer/me/note', value: 'mine @file' }, ['a fork']),
  ).toMatchObject({
    became: 'done',
    code: null,
  });
  for (const key of ['/ref/rules', '/peer/main/note', '/peer/main.1/note'])
    expect(await ask('main/2', 'store_set', { key, value: 'forged' })).toMatchObject({
      became: 'refused',
      code: 'store-refused',
    });
  const read = await ask('main', 'store_get', { key: '/peer/main.1/note' });
  expect(read.taint).toEqual(['a fork']);
  expect(read.words).not.toContain('@');
  expect(JSON.parse(read.words)).toMatchObject({ value: 'mine @file', writer: 'main.1' });
});

test('who waits is told of the change by another, and of none when the time is over', async () => {
  const { ask } = await crewOfThree();
  const waiting = ask('main', 'store_wait', { key: '/shared/done', version: null, seconds: 60 });
  const both = ask('main/2', 'store_wait', { key: '/shared/done', version: null, seconds: 60 });
  await ask('main/1', 'store_set', { key: '/shared/other', value: 'x' });
  await settled();
  await ask('main/1', 'store_set', { key: '/shared/done', value: 'yes' }, ['a stranger']);
  for (const told of [await waiting, await both]) {
    expect(JSON.parse(told.words)).toMatchObject({ value: 'yes', writer: 'main.1' });
    expect(told.taint).toEqual(['a stranger']);
  }
  const late = await ask('main', 'store_wait', { key: '/shared/never', version: null, seconds: 1 });
  expect(JSON.parse(late.words)).toMatchObject({ version: null });
});

test('a worker that ends holds no lease any more, and says nothing more; what it wrote stays', async () => {
  const { ask, working } = await crewOfThree();
  const lease = { key: '/shared/task', seconds: 600 };
  expect(await ask('main/1', 'store_lease', lease)).toMatchObject({ became: 'done' });
  await ask('main/1', 'store_set', { key: '/shared/task', value: 'half' });
  expect(await ask('main/2', 'store_lease', lease)).toMatchObject({ became: 'refused' });
  const waiting = ask('main/1', 'store_wait', { key: '/shared/never', version: null, seconds: 300 });
  working.get('main/1')?.end({ end: 'died' });
  await settled();
  await waiting;
  expect(await ask('main/1', 'store_set', { key: '/shared/late', value: 'x' })).toMatchObject({
    code: 'actor-gone',
  });
  expect(await ask('main/2', 'store_lease', lease)).toMatchObject({ became: 'done' });
  expect(await ask('main/2', 'store_get', { key: '/shared/task' })).toMatchObject({
    words: expect.stringContaining('half') as string,
  });
});

test('an approved plan holds so many workers of each kind, and keeps to its lead’s plan', async () => {
  const workers = [
    { agent: 'helper', count: 1 },
    { agent: 'other', count: 1 },
  ];
  const proposal = { steps: ['x'], paths: [], commands: [], hosts: [], tools: [], workers, cost_usd: 1 };
  const lead = { ...leadPlan('lead', ['helper', 'other']), proposal };
  const { spawn, working } = playCrew(lead, [helper, { ...helper, agent: 'other' }]);
  expect(await spawn('main')).toMatchObject({ became: 'done' });
  expect(await spawn('main')).toMatchObject({ became: 'refused', code: 'outside-plan' });
  expect(await spawn('main', 'other')).toMatchObject({ became: 'done' });
  expect(working.get('main/1')?.hire.plan.proposal).toEqual(proposal);
});
