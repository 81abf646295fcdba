import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitInto } from '../../bare-repository.ts';
import { makeWorld, succeeds, type Play, type World } from '../world.ts';
import { COMMAND, openStates, underWay, startedBy, writes } from './layers.ts';

/* What moves while a run is under way: T13, T19 and the clock, of docs/attack-rows.md. */

let world: World;
let play: Play;
let late = 0;
beforeAll(async () => {
  world = await makeWorld({
    play: (...all) => play(...all),
    settings: { now: () => Date.now() + late },
  });
}, 60_000);
afterAll(() => world.end());
beforeEach(() => {
  play = succeeds();
});
afterEach(async () => {
  world.github.faults.clear();
  late = 0;
  await world.restart();
});

const says = () => world.says('wanda', COMMAND);
const last = () => world.answers().at(-1);
const openJobs = () => openStates(world);

describe('T19: the place of a result goes while the run is under way', () => {
  const asked = (from: number) => writes(world, from).filter(({ method }) => method === 'PATCH').length;

  test.each<[string, (number: number) => void]>([
    ['closed', (number) => world.github.closeIssue('acme/app', number)],
    ['locked', (number) => world.github.lockIssue('acme/app', number)],
    [
      'its comment deleted',
      (number) => world.github.deleteComment(world.answers(number)[0]?.id ?? 0, 'wanda'),
    ],
    ['gone (404)', () => world.github.faults.add({ method: 'PATCH', path: /./, respond: { status: 404 } })],
    ['gone (410)', () => world.github.faults.add({ method: 'PATCH', path: /./, respond: { status: 410 } })],
  ])('%s: the job ends, and nobody asks more than three times', async (_, act) => {
    const { number, end } = await underWay(world, (running) => void (play = running));
    act(number);
    const from = world.github.requests.length;
    await end();
    await world.restart();
    await world.restart();
    expect(asked(from)).toBeLessThanOrEqual(3);
    expect(await openJobs()).toEqual([]);
  });

  test('where GitHub only says that it failed, it is asked again and the job stays open', async () => {
    const { end } = await underWay(world, (running) => void (play = running));
    world.github.faults.add({ method: 'PATCH', path: /./, respond: { status: 403 } });
    const from = world.github.requests.length;
    await end();
    for (let times = 0; times < 3; times++) await world.restart();
    expect(asked(from)).toBeGreaterThan(3);
    expect(await openJobs()).toHaveLength(1);
  });
});

describe('the clock of the app is set by a day', () => {
  const DAY = 86_400_000;

  test.each([
    ['forward', DAY],
    ['back', -DAY],
  ])('%s at every news: one run, one comment, one end', async (_, step) => {
    for (let at = 0; at < 3; at++) {
      late = 0;
      const answers = world.answers().length;
      const steps: (() => void)[] = [() => {}, () => {}, () => {}];
      steps[at] = () => void (late += step);
      play = async (...all) => (steps[1]?.(), succeeds()(...all));
      steps[0]?.();
      expect(await startedBy(world, says)).toBe(1);
      steps[2]?.();
      await world.restart();
      expect(world.answers()).toHaveLength(answers + 1);
      expect(last()?.body).toContain('All errors are handled.');
      expect(await openJobs()).toEqual([]);
    }
  });

  /** GitHub takes the next comment, and the app does not hear of it. */
  const loseComment = () =>
    world.github.faults.add({
      method: 'POST',
      path: /issues\/\d+\/comments$/,
      times: 1,
      respond: { statusAfterCommit: 502 },
    });

  test.each([DAY, -DAY])('by %d ms before an answer of GitHub is lost: still one comment', async (step) => {
    const answers = world.answers().length;
    late = step;
    loseComment();
    expect(await startedBy(world, says)).toBe(1);
    expect(world.answers()).toHaveLength(answers + 1);
  });

  test.each([DAY, -DAY])('by %d ms before the answer to a reply is lost: still one reply', async (step) => {
    const answers = world.answers().length;
    late = step;
    loseComment();
    await world.says('wanda', '/dispatch nobody do it');
    expect(world.answers()).toHaveLength(answers + 1);
  });

  test.each([DAY, -DAY])('by %d ms before the answer about a run is lost: it is taken up', async (step) => {
    late = step;
    world.github.faults.add({ method: 'POST', path: /dispatches$/, times: 1, respond: 'reset-after-commit' });
    expect(await startedBy(world, says)).toBe(1);
    expect(last()?.body).toContain('All errors are handled.');
  });

  test('by four days, and a command is too old: the clock is looked at', async () => {
    late = 4 * DAY;
    expect(await startedBy(world, says)).toBe(0);
  });
});

describe('T13: the fork pushes once the command is there', () => {
  const heads = () =>
    world.dispatches().map(({ body }) => (body as { inputs: { head: string } }).inputs.head);

  test('the run is told the head of then; with the job forgotten it would be that of now', async () => {
    const then = await commitInto(world.gitDir, { change: { a: 'a' }, from: 'main', onto: 'fork' });
    const now = await commitInto(world.gitDir, { change: { a: 'b' }, from: 'fork', onto: 'fork' });
    const fork = { title: 'Faster', author: 'rita', headSha: then, headOwner: 'rita' };
    const { number } = await world.github.createPullRequest('acme/app', fork);
    await world.killedAt('POST', /issues\/\d+\/comments$/, 1, () => {
      world.github.comment('acme/app', number, 'wanda', COMMAND);
    });
    // Our own comment is news, too.
    const told = world.github.deliveries.findLast(
      ({ request }) => (request.payload as { sender: { login: string } }).sender.login === 'wanda',
    );
    await world.github.pushToPullRequest('acme/app', number, now);
    await world.restart();
    expect(heads().at(-1)).toBe(then);
    await world.loseStore();
    world.github.redeliver(told?.id ?? 0);
    await world.settle();
    expect(heads().at(-1)).toBe(now);
  });
});
