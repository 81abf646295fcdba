import { afterEach, describe, expect, test } from 'vitest';
import { asked, COMMAND, CONFIG, FETCHER, makeApprovalWorld, stateOf } from './approval-world.ts';
import { claimsIn, FILES, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const DAY = 86_400_000;
const reactions = ({ reactions: all }: { reactions: { content: string }[] }) =>
  all.map(({ content }) => content);
const claims = () => {
  const body = world.dispatches()[0]?.body as { inputs: { ticket: string } } | undefined;
  return claimsIn(body?.inputs.ticket ?? '');
};

describe('a job that somebody has to agree to', () => {
  test('shows its plan and waits; nothing is dispatched', async () => {
    world = await makeApprovalWorld();
    const comment = await world.says('wanda', COMMAND);
    expect(reactions(comment)).toEqual(['eyes']);
    const [answer, ...more] = world.answers();
    expect(more).toEqual([]);
    expect(answer?.body).toContain('✋ fetcher waits for approval');
    for (const line of [
      '**A**, strangers may speak to it',
      '**B**, there is something to steal: the repository is private',
      '**C**, it has effects',
      'fetch the list',
      '**tools**: Read, Edit, Bash (policy allow_list)',
      '**hosts**: example.org, at most 100 MB',
      '**writable paths**: all of its copy',
      '**commands**: all',
      '- 4: the host `example.org`',
      '30 turns, 15 minutes',
      asked(world).approve,
    ])
      expect(answer?.body).toContain(line);
    expect(world.dispatches()).toEqual([]);
    expect(await stateOf(world)).toBe('awaiting_approval');
    await world.says('rosa', '/dispatch explain fetcher');
    expect(world.answers()[1]?.body).toContain('may start when a person agrees here');
  });

  test.each([
    ['nobody says more', {}, '', '24 hours', DAY],
    ['the operator says so', { approval_minutes: 2880 }, '', '48 hours', 2 * DAY],
    ['its profile is shorter', {}, '    approval_minutes: 90\n', '1 hour 30 minutes', 5_400_000],
    [
      'its profile is longer than the operator',
      { approval_minutes: 5 },
      '    approval_minutes: 90\n',
      '5 minutes',
      300_000,
    ],
  ] as const)('waits for a time that its comment tells, when %s', async (_, operator, keys, words, time) => {
    let late = 0;
    world = await makeApprovalWorld({
      files: { ...FILES, [CONFIG]: FETCHER + keys },
      settings: { operator, now: () => Date.now() + late },
    });
    await world.says('wanda', COMMAND);
    const until = new Date(Date.now() + time).toISOString().slice(0, 13).replace('T', ' ');
    expect(world.answers()[0]?.body).toMatch(
      new RegExp(`The plan holds for ${words}, until ${until.slice(0, -3)} \\d\\d:\\d\\d UTC, and for this`),
    );
    expect(world.answers()[0]?.body).not.toMatch(/\n\n\n/);
    late = time - 60_000;
    await world.restart();
    expect(await stateOf(world)).toBe('awaiting_approval');
    late = time + 1000;
    await world.says('rosa', asked(world).approve);
    expect(world.dispatches()).toEqual([]);
    expect(await stateOf(world)).toBe('expired');
  });

  test('runs once another person agrees: the same job, at what it was frozen at, under the plan that was posted', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { jobId, digest, approve } = asked(world);
    const comment = await world.says('rosa', approve);
    expect(reactions(comment)).toEqual(['eyes']);
    expect(world.dispatches()).toHaveLength(1);
    expect(claims()).toMatchObject({
      job_id: jobId,
      actor: 'wanda',
      agent: 'fetcher',
      task: 'fetch the list',
      approval: { by: 'rosa', plan_sha256: expect.stringMatching(new RegExp(`^${digest}[0-9a-f]{52}$`)) },
    });
    const [answer, ...more] = world.answers();
    expect(more).toEqual([]);
    expect(claims()['approval']).toMatchObject({ without: [] });
    expect(answer?.body).toContain('fetcher is done');
    expect(answer?.revisions.some(({ body }) => body.includes('rosa approved its plan'))).toBe(true);
    expect(await stateOf(world)).toBe('done');
  });

  test('runs without the parts of its plan that the approver leaves out', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { approve } = asked(world);
    await world.says('rosa', `${approve} --without=5`);
    expect(world.answers().at(-1)?.body).toContain('The plan has no part 5 to leave out');
    await world.says('rosa', `${approve} --without=3,4`);
    expect(claims()['approval']).toMatchObject({ by: 'rosa', without: [3, 4] });
    const [answer] = world.answers();
    const told = answer?.revisions.map(({ body }) => body).join('\n');
    expect(told).toMatch(/approved its plan without Bash, `?example\.org/);
  });

  test('is ended by a denial, whose reason is plain text', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { jobId, approve } = asked(world);
    await world.says('rosa', `/dispatch deny ${jobId} not on a **Friday** @everyone <img src=x>`);
    const body = world.answers()[0]?.body ?? '';
    expect(body).toContain('rosa denied it: not on a \\*\\*Friday\\*\\*');
    expect(body).not.toMatch(/[^`]@everyone|[^\\]<img/);
    expect(await stateOf(world)).toBe('refused');
    await world.says('rosa', approve);
    expect(world.dispatches()).toEqual([]);
  });

  test('is ended by a denial that could not be told at once', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { jobId, approve } = asked(world);
    const path = /issues\/comments\/\d+$/;
    world.github.faults.add({ method: 'PATCH', path, respond: { status: 502 } });
    await world.says('rosa', `/dispatch deny ${jobId} not today`);
    expect(await stateOf(world)).toBe('awaiting_approval');
    await world.says('rosa', approve);
    expect(world.dispatches()).toEqual([]);
    world.github.faults.clear();
    await world.restart();
    expect(await stateOf(world)).toBe('refused');
    expect(world.answers()[0]?.body).toContain('rosa denied it: not today');
  });

  test('can be taken back by who asked', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { approve } = asked(world);
    await world.says('wanda', '/dispatch cancel');
    expect(world.answers()[0]?.body).toContain('wanda cancelled it before a run was started');
    expect(await stateOf(world)).toBe('cancelled');
    await world.says('rosa', approve);
    expect(world.dispatches()).toEqual([]);
  });

  test('ends a day later, when the app looks after it', async () => {
    let late = 0;
    world = await makeApprovalWorld({ settings: { now: () => Date.now() + late } });
    await world.says('wanda', COMMAND);
    late = DAY - 60_000;
    await world.restart();
    expect(await stateOf(world)).toBe('awaiting_approval');
    late = DAY + 1000;
    await world.restart();
    expect(await stateOf(world)).toBe('expired');
    expect(world.answers()[0]?.body).toContain('Nobody approved fetcher in time');
  });

  test('is shown although the app was stopped before it could show it, and only once', async () => {
    world = await makeApprovalWorld();
    await world.killedAt('POST', /\/comments$/, 1, () =>
      world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND),
    );
    await world.restart();
    expect(world.answers()).toHaveLength(1);
    expect(await stateOf(world)).toBe('awaiting_approval');
    await world.says('rosa', asked(world).approve);
    expect(await stateOf(world)).toBe('done');
  });

  test('is dispatched once although the app was stopped while it did', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    const { approve } = asked(world);
    await world.killedAt('POST', /\/dispatches$/, 1, () =>
      world.github.comment('acme/app', world.issue.number, 'rosa', approve),
    );
    await world.restart();
    expect(world.dispatches()).toHaveLength(1);
    expect(await stateOf(world)).toBe('done');
  });
});

test('an agent that brings less together starts without anybody', async () => {
  world = await makeApprovalWorld();
  world.repository.private = false;
  await world.says('wanda', COMMAND);
  expect(world.dispatches()).toHaveLength(1);
  expect(claims()).not.toHaveProperty('approval');
});
