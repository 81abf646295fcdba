import { afterEach, describe, expect, test } from 'vitest';
import { callToApprove } from '../../core/approval/call.ts';
import type { Result } from '../../core/output/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { commitInto } from '../bare-repository.ts';
import { CONFIG, makeApprovalWorld } from './approval-world.ts';
import { claimsIn, FILES, succeeds, type Play, type World } from './world.ts';

/* A run wanted to make a call that a person has to agree to: the next job of the command asks for exactly that. */

let world: World;
afterEach(() => world.end());

const ASKER = `version: 1
agents:
  asker:
    description: Says what it would do
    system_prompt: You look after the code.
    tools: [Read, Bash]
    policy: require_approval
  reader:
    description: Reads
    system_prompt: You read.
    tools: [Read, Bash]
`;
const files = { ...FILES, [CONFIG]: ASKER };
const wanting = (command: string, tool = 'Bash'): Partial<Result> => {
  const call = callToApprove(tool, { command }, sha256);
  if (call === null) throw new Error('no call');
  return { deferred: { tool, arguments: call.arguments, sha256: call.digest } };
};
const always =
  (differing: Partial<Result>): Play =>
  (claims, order) =>
    succeeds(differing)(claims, order);

/** The commands to approve that the comments of the thread show, oldest first. */
const approvals = () =>
  world.answers().flatMap(({ revisions }) => {
    const [, found] = /`(\/dispatch approve [0-9a-f]{32} [0-9a-f]{12})`/.exec(revisions[0]?.body ?? '') ?? [];
    return found === undefined ? [] : [found];
  });
const tickets = () =>
  world.dispatches().map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));
const approve = (at: number, login = 'rosa') => world.says(login, approvals()[at] ?? '');

async function wanted(differing: Partial<Result>, command = '/dispatch asker look') {
  world = await makeApprovalWorld({ files, play: always(differing) });
  await world.says('wanda', command);
}

test('the call is shown as it is, and what another person approves is that call alone', async () => {
  await wanted(wanting('touch m\u0430de # @everyone `x`\u200b'));
  const [first, second, ...more] = world.answers();
  expect(more).toEqual([]);
  expect(first?.body).toContain('asker is done');
  expect(second?.body).toContain('asker waits for approval');
  expect(second?.body).toContain('touch m\\u0430de # @everyone `x`\\u200b');
  expect(tickets()).toHaveLength(1);
  await approve(0, 'wanda');
  expect(tickets()).toHaveLength(1);
  await approve(0);
  const [one, two] = tickets();
  expect(one).not.toHaveProperty('approval');
  const { deferred } = wanting('touch m\u0430de # @everyone `x`\u200b');
  expect(two).toMatchObject({
    agent: 'asker',
    actor: 'wanda',
    task: 'look',
    head_sha: one?.['head_sha'],
    approval: { by: 'rosa', call: deferred },
  });
  expect(two?.job_id).not.toBe(one?.job_id);
  await approve(0);
  expect(tickets()).toHaveLength(2);
});

test('three jobs follow on a command, and no more', async () => {
  await wanted(wanting('make'));
  for (const at of [0, 1, 2]) {
    expect(approvals()).toHaveLength(at + 1);
    await approve(at);
  }
  expect(tickets()).toHaveLength(4);
  expect(approvals()).toHaveLength(3);
}, 60_000);

describe('nobody is asked about', () => {
  const { deferred } = wanting('make');
  const other = { tool: 'Bash', arguments: '{"command": "make"}', sha256: deferred?.sha256 ?? '' };
  test.each<[string, Partial<Result>, string?]>([
    ['a call with another digest', { deferred: { ...other, sha256: 'a'.repeat(64) } }],
    ['arguments in another form', { deferred: other }],
    ['a tool that the agent does not have', wanting('x', 'Write')],
    ['a call of an agent that needs no approval for each', wanting('make'), '/dispatch reader look'],
  ])('%s', async (_, differing, command) => {
    await wanted(differing, command);
    expect(tickets()).toHaveLength(1);
    expect(world.answers()).toHaveLength(1);
  });

  test('a call under another configuration than that of the run', async () => {
    world = await makeApprovalWorld({
      files,
      async play(claims, order) {
        const change = { [CONFIG]: ASKER.replace('Reads', 'Reads more') };
        await commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
        return succeeds(wanting('make'))(claims, order);
      },
    });
    await world.says('wanda', '/dispatch asker look');
    expect(world.answers()).toHaveLength(1);
    expect(world.logged.join('\n')).toContain('not asked for any more');
  });
});

test('an app that is stopped before it could ask does so afterwards, once', async () => {
  world = await makeApprovalWorld({ files, play: always(wanting('make')) });
  await world.killedAt('POST', /\/comments$/, 2, () =>
    world.github.comment('acme/app', world.issue.number, 'wanda', '/dispatch asker look'),
  );
  await world.restart();
  expect(approvals()).toHaveLength(1);
  expect(world.answers()).toHaveLength(2);
  expect(world.answers()[0]?.body).toContain('asker is done');
  expect(tickets()).toHaveLength(1);
});
