import { afterEach, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../lab/github/faults.ts';
import { commitInto } from '../bare-repository.ts';
import { FILES, makeWorld, type World } from './world.ts';

/* What GitHub did not take is tried again, and a job that was left before its dispatch goes on, if nothing has changed. */

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const COMMENTS = /issues\/\d+\/comments$/;

const fail = (method: string, path: RegExp, respond: FaultPlan['respond'], times?: number): void =>
  world.github.faults.add({ method, path, respond, ...(times === undefined ? {} : { times }) });

/** A job whose budget is reserved and whose run was never asked for; GitHub is well again. Returns its command. */
async function leftReserved() {
  world = await makeWorld();
  fail('GET', /permission$/, { alter: (body) => body }, 1);
  fail('GET', /permission$/, { status: 500 });
  fail('PATCH', /issues\/comments\/\d+$/, { status: 502 });
  const comment = await world.says('wanda', COMMAND);
  expect(world.dispatches()).toEqual([]);
  world.github.faults.clear();
  return comment;
}

describe('a job that was left before its dispatch ends without a run', () => {
  test('when the configuration has changed', async () => {
    await leftReserved();
    const text = FILES['.github/dispatch.yml'] ?? '';
    const change = { '.github/dispatch.yml': `${text}# changed\n` };
    await commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
    await world.restart();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringMatching(/configuration has changed/),
    ]);
  });

  test('when its comment was deleted', async () => {
    const { id } = await leftReserved();
    world.github.setWebhook(null);
    world.github.deleteComment(id, 'wanda');
    await world.restart();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()[0]?.body).toMatch(/was not started[^]*deleted/);
  });

  test('when its author may not start it any more', async () => {
    await leftReserved();
    world.github.setRole('acme/app', 'wanda', 'read');
    await world.restart();
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()[0]?.body).toMatch(/was not started/);
  });
});

describe('one comment and one run', () => {
  test.each<[string, FaultPlan['respond']]>([
    ['answers 500', { status: 500 }],
    ['wants fewer calls', { status: 429 }],
    ['drops the connection', 'reset'],
  ])('when GitHub %s twice for the status comment', async (_, respond) => {
    world = await makeWorld();
    fail('POST', COMMENTS, respond, 2);
    await world.says('wanda', COMMAND);
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining('All errors are handled.'),
    ]);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('when GitHub took no comment for long', async () => {
    world = await makeWorld();
    fail('POST', COMMENTS, { status: 500 });
    await world.says('wanda', COMMAND);
    expect(world.answers()).toEqual([]);
    expect(world.dispatches()).toEqual([]);
    world.github.faults.clear();
    await world.restart();
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining('All errors are handled.'),
    ]);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('when GitHub dropped the dispatch', async () => {
    world = await makeWorld();
    fail('POST', /\/dispatches$/, 'reset', 1);
    await world.says('wanda', COMMAND);
    expect(world.github.runs).toHaveLength(1);
    expect(world.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining('All errors are handled.'),
    ]);
  });
});
