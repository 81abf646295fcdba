import { afterEach, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../lab/github/faults.ts';
import { commitInto } from '../bare-repository.ts';
import { claimsIn, makeWorld, type Play, type World } from './world.ts';

/* A job of a pull request is a check of its head, too. */

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const CHECKS = /check-runs/;

/** A pull request by rita, and wanda's command below it. */
async function dispatched(options: { play?: Play; before?: () => void } = {}): Promise<number> {
  world = await makeWorld(options.play ? { play: options.play } : {});
  const headSha = await commitInto(world.gitDir, { change: { 'a.ts': '1\n' }, from: 'main', onto: 'topic' });
  const pull = { title: 'Faster', author: 'rita', headSha, headOwner: 'rita' };
  const { number } = await world.github.createPullRequest('acme/app', pull);
  options.before?.();
  await world.says('wanda', COMMAND, number);
  return number;
}

const claims = () =>
  world.dispatches().map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));
const checks = () => world.github.listChecks('acme/app');
const fail = (method: string, respond: FaultPlan['respond'], times?: number): void =>
  world.github.faults.add({ method, path: CHECKS, respond, ...(times === undefined ? {} : { times }) });

describe('the check of a job', () => {
  test('goes from waiting to its end, and names the job and its run', async () => {
    const number = await dispatched();
    const [check] = checks();
    const [job] = claims();
    expect(checks()).toHaveLength(1);
    expect(check).toMatchObject({
      name: 'agent-dispatch / reviewer',
      headSha: job?.['head_sha'],
      externalId: job?.job_id,
      status: 'completed',
      conclusion: 'success',
      title: 'Done',
      detailsUrl: expect.stringContaining('/actions/runs/'),
    });
    expect(check?.summary).toContain(job?.job_id);
    expect(check?.summary).not.toContain('All errors are handled.');
    const told = world.github.requests.filter(({ method, path }) => method === 'PATCH' && CHECKS.test(path));
    expect(told.map(({ body }) => (body as { status: string }).status)).toEqual(['in_progress', 'completed']);
    expect(world.answers(number)).toHaveLength(1);
  });

  test.each([
    ['failure', 'failure'],
    ['cancelled', 'cancelled'],
  ] as const)('says how a run ended: %s', async (conclusion, said) => {
    await dispatched({ play: async () => ({ conclusion }) });
    expect(checks()[0]?.conclusion).toBe(said);
  });

  test('is none where there is no pull request', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    expect(checks()).toEqual([]);
    expect(world.github.requests.some(({ path }) => CHECKS.test(path))).toBe(false);
  });

  test.each<[string, FaultPlan['respond']]>([
    ['the App has no permission for it', { status: 403 }],
    ['GitHub fails', { status: 500 }],
  ])('stops nothing when %s', async (_, respond) => {
    const number = await dispatched({
      before: () => ['GET', 'POST', 'PATCH'].forEach((one) => fail(one, respond)),
    });
    expect(checks()).toEqual([]);
    expect(world.answers(number)[0]?.body).toContain('All errors are handled.');
  });

  test('is one, when the answer to its making was lost', async () => {
    await dispatched({ before: () => fail('POST', 'reset-after-commit') });
    expect(checks()).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  });

  test('tells its end later, when GitHub did not let it', async () => {
    await dispatched({ before: () => fail('PATCH', { status: 502 }) });
    expect(checks()[0]?.status).toBe('queued');
    world.github.faults.clear();
    await world.restart();
    expect(checks()).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  });
});

describe('its button', () => {
  const idOf = () => checks()[0]?.id ?? 0;
  const PRESSES: [string, (login: string) => void][] = [
    ['"Re-run"', (login) => world.github.rerunCheck(idOf(), login)],
    ['"Run again"', (login) => world.github.pressCheckButton(idOf(), login, 'retry')],
  ];

  test.each(PRESSES)('%s gives the task again, once, at the same commit', async (_, press) => {
    const number = await dispatched();
    press('wanda');
    await world.settle();
    press('wanda');
    await world.settle();
    const [first, second, ...more] = claims();
    expect(more).toEqual([]);
    expect(second).toMatchObject({ actor: 'wanda', task: first?.['task'], head_sha: first?.['head_sha'] });
    expect(checks().map(({ externalId }) => externalId)).toEqual([first?.job_id, second?.job_id]);
    expect(checks()[1]).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(world.answers(number)).toHaveLength(2);
  });

  test.each(PRESSES)('%s does nothing for a stranger, and stays there for others', async (_, press) => {
    const number = await dispatched();
    press('rita');
    await world.settle();
    expect(world.dispatches()).toHaveLength(1);
    expect(world.answers(number)).toHaveLength(1);
    press('wanda');
    await world.settle();
    expect(world.dispatches()).toHaveLength(2);
  });

  test('does nothing once the role is gone', async () => {
    await dispatched();
    world.github.setRole('acme/app', 'wanda', 'read');
    world.github.rerunCheck(idOf(), 'wanda');
    await world.settle();
    expect(world.dispatches()).toHaveLength(1);
  });

  test("does nothing on another App's check, whatever id that has", async () => {
    await dispatched();
    const [ours] = checks();
    if (ours) ours.app = { ...ours.app, id: 15368 };
    world.github.rerunCheck(idOf(), 'wanda');
    await world.settle();
    expect(world.dispatches()).toHaveLength(1);
  });
});
