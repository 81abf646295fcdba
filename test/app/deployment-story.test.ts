import { afterEach, describe, expect, test } from 'vitest';
import { asked, COMMAND, makeApprovalWorld, stateOf } from './approval-world.ts';
import { attacks } from './deployment-attacks.ts';
import {
  ENVIRONMENT,
  forge,
  guarded,
  lastRequest,
  MORE,
  replay,
  REVIEW,
  reviews,
} from './deployment-world.ts';
import { makeWorld, succeeds, type World } from './world.ts';

/* A run waits at an environment whose protection rule is the App's own. */

let world: World;
afterEach(() => world.end());

const options = () => ({ play: guarded(() => world), more: MORE });
const last = () => reviews(world).at(-1);

describe('a run goes on into the environment', () => {
  test('when another person approved its plan, and the answer names them and the plan', async () => {
    world = await makeApprovalWorld(options());
    await world.says('wanda', COMMAND);
    expect(reviews(world)).toEqual([]);
    const { jobId, digest, approve } = asked(world);
    await world.says('rosa', approve);
    const [run] = world.github.runs;
    const path = `/repos/acme/app/actions/runs/${run?.id}/deployment_protection_rule`;
    expect(reviews(world)).toMatchObject([{ path, status: 204, state: 'approved' }]);
    for (const word of [jobId, digest, 'rosa approved']) expect(last()?.comment).toContain(word);
    expect(await stateOf(world)).toBe('done');
  });

  test('when its agent needs no approval', async () => {
    world = await makeWorld(options());
    await world.says('wanda', REVIEW);
    expect(reviews(world)).toMatchObject([{ status: 204, state: 'approved' }]);
    expect(await stateOf(world)).toBe('done');
  });

  test("when GitHub's answer to its dispatch was lost: the app looks for the run first", async () => {
    world = await makeWorld(options());
    const { faults } = world.github;
    faults.add({ method: 'POST', path: /\/dispatches$/, respond: 'reset-after-commit' });
    // The first look for the run fails, and with it the comment; the second one is the environment's.
    faults.add({
      method: 'GET',
      path: /\/workflows\/dispatch.yml\/runs$/,
      times: 4,
      respond: { status: 502 },
    });
    await world.says('wanda', REVIEW);
    expect(reviews(world)).toMatchObject([{ status: 204, state: 'approved' }]);
    expect(world.dispatches()).toHaveLength(1);
    expect(await stateOf(world)).toBe('done');
  });
});

describe('the answer is no for', () => {
  test.each(attacks)('$name', async ({ act, why }) => {
    world = await makeWorld(options());
    await act(world);
    expect(last()).toMatchObject({ status: 204, state: 'rejected', comment: expect.stringMatching(why) });
  });
});

describe('nothing is answered to', () => {
  const settled = async () => {
    world = await makeWorld(options());
    await world.says('wanda', REVIEW);
    expect(reviews(world)).toHaveLength(1);
    return { before: world.github.requests.length, payload: lastRequest(world) };
  };

  test.each([
    ['another repository', '/repos/acme/other/actions/runs/RUN/deployment_protection_rule'],
    ['another route', '/repos/acme/app/actions/runs/RUN/cancel'],
    ['a way around', '/repos/acme/app/../other/actions/runs/RUN/deployment_protection_rule'],
  ])('a forged address: %s. GitHub is not even asked', async (_, path) => {
    const { before, payload } = await settled();
    const run = String(world.github.runs[0]?.id);
    const deployment_callback_url = world.github.api + path.replace('RUN', run);
    expect(await forge(world, { ...payload, deployment_callback_url, deployment: { id: 1 } })).toBe(202);
    expect(world.github.requests).toHaveLength(before);
  });

  test("an address on another host: that host is not called, and the run's own state decides", async () => {
    const { payload } = await settled();
    const run = String(world.github.runs[0]?.id);
    const path = `/repos/acme/app/actions/runs/${run}/deployment_protection_rule`;
    const differing = { deployment_callback_url: `http://127.0.0.1:9${path}`, deployment: { id: 1 } };
    await forge(world, { ...payload, ...differing });
    expect(last()).toMatchObject({ path, status: 422, state: 'rejected' });
  });

  test("a run of another repository, under that repository's own name", async () => {
    const { payload } = await settled();
    const { gitDir, github } = world;
    const other = github.createRepository({ owner: 'acme', name: 'other', gitDir });
    const run = String(github.runs[0]?.id);
    await forge(world, {
      ...payload,
      deployment: { id: 1 },
      deployment_callback_url: `${github.api}/repos/acme/other/actions/runs/${run}/deployment_protection_rule`,
      repository: { id: other.id, name: 'other', full_name: 'acme/other', owner: { login: 'acme' } },
    });
    expect(github.requests.at(-1)).toMatchObject({
      path: `/repos/acme/other/actions/runs/${run}`,
      status: 404,
    });
    expect(reviews(world)).toHaveLength(1);
  });

  test('a replay: under a new GUID it is known, and past the inbox nothing waits any more', async () => {
    const { payload } = await settled();
    await forge(world, payload);
    expect(reviews(world)).toHaveLength(1);
    await replay(world, payload);
    expect(reviews(world).map(({ state, status }) => [state, status])).toEqual([
      ['approved', 204],
      ['rejected', 422],
    ]);
    expect(world.logged.join('\n')).toContain('does not wait for an answer');
  });
});

test('an App as app.yml describes it hears nothing of environments', async () => {
  world = await makeWorld({
    async play(claims, order) {
      world.github.reachEnvironment('acme/app', order.run.id, ENVIRONMENT);
      return succeeds()(claims, order);
    },
  });
  await world.says('wanda', REVIEW);
  expect(lastRequest(world)).toBeUndefined();
  expect(reviews(world)).toEqual([]);
});

test('without the permission the run waits, and the log says why; it is answered when the delivery is sent again', async () => {
  world = await makeWorld(options());
  const path = /deployment_protection_rule$/;
  world.github.faults.add({ method: 'POST', path, times: 1, respond: { status: 403 } });
  const comment = world.github.comment('acme/app', world.issue.number, 'wanda', REVIEW);
  const deadline = Date.now() + 20_000;
  while (!world.logged.some((line) => line.includes('at its environment')) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await stateOf(world)).toMatch(/dispatched|running/);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes']);
  const delivery = world.github.deliveries.findLast(({ event }) => event === 'deployment_protection_rule');
  world.github.redeliver(delivery?.id ?? 0);
  await world.settle();
  expect(last()).toMatchObject({ status: 204, state: 'approved' });
  expect(await stateOf(world)).toBe('done');
});
