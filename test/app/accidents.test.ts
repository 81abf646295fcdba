import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import type { FaultPlan } from '../../lab/github/faults.ts';
import { FILES, makeWorld, succeeds, type Play, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const DISPATCH = /\/dispatches$/;
const COMMENTS = /issues\/\d+\/comments$/;
const EDIT = /issues\/comments\/\d+$/;

const fail = (method: string, path: RegExp, respond: FaultPlan['respond'], times?: number): void =>
  world.github.faults.add({ method, path, respond, ...(times === undefined ? {} : { times }) });

/** What went wrong is over; the app looks after what it left open, as it does every few minutes. */
async function later(): Promise<void> {
  world.github.faults.clear();
  await world.restart();
}

/** The one comment, which must be the only one, and the states that no job may stay in. */
async function theEnd(): Promise<string> {
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.jobs.open()).toEqual([]);
  await store.close();
  const answers = world.answers();
  expect(answers).toHaveLength(1);
  const body = answers[0]?.body ?? '';
  expect(body).not.toMatch(/about to start|is working/);
  return body;
}

/** A run that takes until somebody says so. */
function slowly(): { play: Play; done: () => void } {
  let done: () => void = () => {};
  const waiting = new Promise<void>((resolve) => (done = resolve));
  return {
    done: () => done(),
    async play(claims, order) {
      await waiting;
      return succeeds()(claims, order);
    },
  };
}

describe('a run whose dispatch seemed to fail is taken up', () => {
  test.each<[string, FaultPlan['respond']]>([
    ['when the connection was lost', 'reset-after-commit'],
    ['when a proxy answered', { statusAfterCommit: 502 }],
    ['when the answer does not name it, as on older servers', { statusAfterCommit: 204 }],
  ])('%s', async (_, respond) => {
    world = await makeWorld();
    fail('POST', DISPATCH, respond);
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(1);
    expect(world.github.runs).toHaveLength(1);
    expect(await theEnd()).toContain('All errors are handled.');
  });

  test('at the next look, when GitHub could not say either', async () => {
    world = await makeWorld();
    fail('POST', DISPATCH, 'reset-after-commit');
    fail('GET', /workflows\/[^/]+\/runs$/, { status: 500 });
    await world.says('wanda', COMMAND);
    await later();
    expect(world.dispatches()).toHaveLength(1);
    expect(await theEnd()).toContain('All errors are handled.');
  });

  test('but not when it could be one of two', async () => {
    world = await makeWorld();
    const token = world.github.mintInstallationToken('acme/app');
    const headers = { authorization: `token ${token}`, 'content-type': 'application/json' };
    const inputs = { ticket: 'e30.e30.AA', head: 'x' };
    await fetch(`${world.github.api}/repos/acme/app/actions/workflows/dispatch.yml/dispatches`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ref: 'main', inputs, return_run_details: true }),
    });
    fail('POST', DISPATCH, 'reset-after-commit');
    await world.says('wanda', COMMAND);
    expect(await theEnd()).toMatch(/could not be started[^]*Actions page/);
  });
});

describe('the comment does not stay at its first words', () => {
  test('when the workflow is deleted while its run is looked for', async () => {
    world = await makeWorld();
    fail('POST', DISPATCH, { status: 502 });
    fail('GET', /workflows\/[^/]+\/runs$/, { status: 404 });
    await world.says('wanda', COMMAND);
    await world.restart();
    expect(await theEnd()).toMatch(/could not be started/);
  });

  test('when neither the dispatch nor the edit gets through', async () => {
    world = await makeWorld();
    fail('POST', DISPATCH, { status: 502 });
    fail('PATCH', EDIT, { status: 502 });
    await world.says('wanda', COMMAND);
    expect(world.answers()[0]?.body).toMatch(/about to start/);
    await later();
    expect(await theEnd()).toMatch(/could not be started/);
    // Asked once more, as GitHub showed no run of it, and not a third time.
    expect(world.dispatches()).toHaveLength(2);
  });

  test('when the role cannot be read again and the edit does not get through', async () => {
    world = await makeWorld();
    fail('GET', /permission$/, { alter: (body) => body }, 1);
    fail('GET', /permission$/, { status: 500 });
    fail('PATCH', EDIT, { status: 502 });
    await world.says('wanda', COMMAND);
    await later();
    expect(await theEnd()).toContain('All errors are handled.');
    expect(world.dispatches()).toHaveLength(1);
  });

  test('when it was written but its answer and the search for it failed', async () => {
    world = await makeWorld();
    fail('POST', COMMENTS, { statusAfterCommit: 502 });
    fail('GET', COMMENTS, { status: 500 });
    await world.says('wanda', COMMAND);
    await later();
    expect(await theEnd()).toContain('All errors are handled.');
    expect(world.dispatches()).toHaveLength(1);
  });

  test('when edits are refused for a while: a suspended installation comes back', async () => {
    world = await makeWorld();
    fail('PATCH', EDIT, { status: 403 });
    await world.says('wanda', COMMAND);
    await later();
    expect(await theEnd()).toContain('All errors are handled.');
  });

  test('when the command is deleted while the app is down', async () => {
    world = await makeWorld();
    let id = 0;
    await world.killedAt('GET', /permission$/, 2, () => {
      ({ id } = world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND));
    });
    world.github.deleteComment(id, 'wanda');
    await world.restart();
    expect(await theEnd()).toMatch(/was not started[^]*deleted/);
    expect(world.dispatches()).toEqual([]);
  });
});

describe('the end is told', () => {
  test.each<[string, string, RegExp, FaultPlan['respond']]>([
    ['the list of artifacts cannot be read for a while', 'GET', /artifacts$/, { status: 500 }],
    ['GitHub limits our calls', 'GET', /artifacts$/, { status: 403 }],
    ['the artifact cannot be had for a while', 'GET', /zip$/, 'reset'],
  ])('with the result, when %s', async (_, method, path, respond) => {
    world = await makeWorld();
    fail(method, path, respond);
    await world.says('wanda', COMMAND);
    expect(world.answers()[0]?.body).toMatch(/is working/);
    await later();
    expect(await theEnd()).toContain('All errors are handled.');
  });

  test('with the reason, when GitHub keeps the result from us', async () => {
    world = await makeWorld();
    fail('GET', /artifacts$/, { status: 403 });
    await world.says('wanda', COMMAND);
    await world.restart();
    expect(await theEnd()).toMatch(/failed[^]*artifacts[^]*403[^]*permission/);
  });
});

describe('nobody is told, and nothing is asked again', () => {
  test.each([404, 410])('when the repository has gone mid-run: %d', async (status) => {
    const { play, done } = slowly();
    world = await makeWorld({ play });
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
    await expect.poll(() => world.answers()[0]?.revisions.length, { timeout: 30_000 }).toBe(2);
    for (const method of ['GET', 'POST', 'PATCH']) fail(method, /./, { status });
    done();
    await world.settle();
    await world.restart();
    const asked = () => world.github.requests.filter(({ path }) => !path.startsWith('/app/hook')).length;
    const before = asked();
    await world.restart();
    expect(asked()).toBe(before);
    await world.app.close();
    const store = openStore(world.stateFile);
    expect(await store.jobs.open()).toEqual([]);
    await store.close();
  });

  test('when the installation stays suspended for days', async () => {
    const { play, done } = slowly();
    let late = 0;
    world = await makeWorld({ play, settings: { now: () => Date.now() + late } });
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
    await expect.poll(() => world.answers()[0]?.revisions.length, { timeout: 30_000 }).toBe(2);
    for (const method of ['GET', 'POST', 'PATCH']) fail(method, /./, { status: 403 });
    done();
    await world.settle();
    await world.restart();
    late = 4 * 86_400_000;
    await world.restart();
    // Its own deliveries the App looks at whatever an installation does.
    const asked = () => world.github.requests.filter(({ path }) => !path.startsWith('/app/hook')).length;
    const before = asked();
    await world.restart();
    expect(asked()).toBe(before);
  });

  test('when another repository has taken the name over', async () => {
    world = await makeWorld();
    fail('GET', /^\/repos\/[^/]+\/[^/]+$/, { alter: (body) => ({ ...(body as object), id: 99_999 }) });
    const { reactions } = await world.says('wanda', COMMAND);
    expect(reactions).toEqual([]);
    expect(world.answers()).toEqual([]);
    expect(world.dispatches()).toEqual([]);
  });
});

describe('one reply, not two and not none', () => {
  const UNKNOWN = '/dispatch nobody do it';

  test('when GitHub kept it but its answer was lost', async () => {
    world = await makeWorld();
    fail('POST', COMMENTS, { statusAfterCommit: 502 });
    await world.says('wanda', UNKNOWN);
    expect(world.answers()).toHaveLength(1);
  });

  test.each<[string, FaultPlan['respond']]>([
    ['had not kept it', { status: 502 }],
    ['had kept it', { statusAfterCommit: 502 }],
  ])('when GitHub could not say anything, %s, and somebody redelivers', async (_, respond) => {
    world = await makeWorld();
    fail('POST', COMMENTS, respond);
    fail('GET', COMMENTS, { status: 500 });
    await world.says('wanda', UNKNOWN);
    world.github.faults.clear();
    const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
    world.github.redeliver(delivery?.id ?? 0);
    await world.settle();
    expect(world.answers()).toHaveLength(1);
  });

  test('whoever else writes what our replies end with', async () => {
    world = await makeWorld();
    fail('POST', COMMENTS, { status: 502 });
    fail('GET', COMMENTS, { status: 500 });
    const { id } = await world.says('wanda', UNKNOWN);
    world.github.faults.clear();
    world.github.createUser('echo', 'Bot');
    for (const login of ['echo', 'rita'])
      world.github.comment('acme/app', world.issue.number, login, `x\n<!-- agent-dispatch reply=${id} -->`);
    const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
    world.github.redeliver(delivery?.id ?? 0);
    await world.settle();
    const ours = world.answers().filter(({ author }) => author.login !== 'echo');
    expect(ours).toHaveLength(1);
    expect(ours[0]?.body).toContain('nobody');
  });
});

test('an agent that does not take comments is not started by one', async () => {
  const config = `${FILES['.github/dispatch.yml']}    triggers: [workflow]\n`;
  world = await makeWorld({ files: { ...FILES, '.github/dispatch.yml': config } });
  await world.says('wanda', '/dispatch helper look');
  expect(world.answers()).toHaveLength(1);
  expect(world.answers()[0]?.body).toMatch(
    /helper cannot be started by a comment[^]*Add comment to its triggers/,
  );
  expect(world.dispatches()).toEqual([]);
});
