import { afterEach, expect, test } from 'vitest';
import { claimsIn, makeWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const limits = () =>
  world
    .dispatches()
    .map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket)['limits']);

test('a command may make a run stricter, and so does its retry', async () => {
  world = await makeWorld();
  await world.says('wanda', '/dispatch reviewer --budget=0.1 --turns=3 look at it');
  await world.says('wanda', '/dispatch retry');
  await world.says('wanda', '/dispatch reviewer look at it');
  expect(limits()).toEqual([{ budget_usd: 0.1, max_turns: 3 }, { budget_usd: 0.1, max_turns: 3 }, undefined]);
});

test('but not laxer: the reply says what the agent has', async () => {
  world = await makeWorld();
  await world.says('wanda', '/dispatch reviewer --budget=9999 look at it');
  expect(world.dispatches()).toEqual([]);
  expect(world.answers()[0]?.body).toMatch(/more than reviewer.+budget_usd/);
});
