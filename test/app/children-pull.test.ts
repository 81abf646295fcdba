import { afterEach, expect, test, vi } from 'vitest';
import { dispatching, job, jobsOf, leaves, tickets } from './children-world.ts';
import { lasting, makeTriggerWorld, triggered } from './trigger-world.ts';
import type { Play } from './world.ts';

/* What an agent hands on that the news of a pull request started. */

const CONFIG = triggered(
  '',
  `    outputs: [comment, dispatch: { agents: [helper] }]
  helper:
    description: Helps
    system_prompt: You help.
`,
);

/** The reviewer hands on to the helper, whose first run lasts until it is cancelled. */
function handing(): Play {
  let helped = 0;
  return (claims, order) => {
    if (claims.agent === 'reviewer') return leaves(claims, { outputs: dispatching([job('helper')]) });
    helped += 1;
    return helped === 1 ? lasting(claims, order) : leaves(claims);
  };
}

let stage: Awaited<ReturnType<typeof makeTriggerWorld>>;
afterEach(() => stage.world.end());

const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 30_000, interval: 50 });

test('a job has a comment and a check of its own, and a newer push ends it and starts anew', async () => {
  stage = await makeTriggerWorld({ config: CONFIG, play: handing() });
  const { world } = stage;
  const headSha = await stage.commit({ 'a.js': '1\n' });
  const pull = { title: 'Change', author: 'wanda', headSha };
  const { number } = await world.github.createPullRequest('acme/app', pull);
  await soon(() => expect(tickets(world)).toHaveLength(2));
  await world.app.idle();
  const [first, second] = tickets(world);
  expect(first).toMatchObject({ agent: 'reviewer', depth: 0, trigger: 'pull_request', head_sha: headSha });
  expect(second).toMatchObject({ agent: 'helper', depth: 1, actor: 'wanda', head_sha: headSha });
  expect(second).not.toHaveProperty('trigger');
  expect(world.github.listChecks('acme/app').map(({ name }) => name)).toEqual([
    'agent-dispatch / reviewer',
    'agent-dispatch / helper',
  ]);
  expect(world.answers(number)).toHaveLength(2);
  const newer = await stage.commit({ 'a.js': '2\n' }, 'made');
  await world.github.pushToPullRequest('acme/app', number, newer, 'wanda');
  await world.settle();
  const ended = await jobsOf(world, number);
  expect(ended.map(({ agent, headSha: at, state }) => [agent, at === newer, state])).toEqual([
    ['reviewer', false, 'done'],
    ['helper', false, 'cancelled'],
    ['reviewer', true, 'done'],
    ['helper', true, 'done'],
  ]);
}, 120_000);

test('whoever pushed without the right to start the other agent does not start it by the first', async () => {
  const forks = CONFIG.replace('pull_request: { ', 'pull_request: { forks: true ');
  stage = await makeTriggerWorld({ config: forks, play: handing() });
  const { world } = stage;
  const headSha = await stage.commit({ 'a.js': '1\n' });
  const pull = { title: 'Change', author: 'sam', headSha, headOwner: 'sam' };
  const { number } = await world.github.createPullRequest('acme/app', pull);
  await world.settle();
  expect(tickets(world).map(({ agent }) => agent)).toEqual(['reviewer']);
  const told = world.answers(number)[0]?.body.replaceAll('\\', '') ?? '';
  expect(told).toMatch(/not to `helper`:.*sam has the role `?read`? here/);
}, 120_000);
