import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../core/refusal.ts';
import { openVerified, verifyTicket } from '../../core/ticket/verify.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { ticketChecker } from '../../edge/keys/ticket-keys.ts';
import { openStore } from '../../edge/store/store.ts';
import { claimsIn, FILES, makeWorld, WEBHOOK_SECRET, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';
const inputs = () =>
  world.dispatches().map(({ body }) => (body as { inputs: { ticket: string; head: string } }).inputs);

test('a command becomes one run and one comment, which ends with the result', async () => {
  world = await makeWorld();
  const comment = await world.says('wanda', COMMAND);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
  const answers = world.answers();
  expect(answers).toHaveLength(1);
  expect(answers[0]?.body).toContain('All errors are handled.');
  expect(answers[0]?.revisions.length).toBeGreaterThanOrEqual(2);
  expect(world.github.runs).toHaveLength(1);
  await world.says('wanda', 'Thank you.');
  expect(world.answers()).toHaveLength(1);
});

test('the ticket says what was decided, and its inputs are the two that the workflow has', async () => {
  world = await makeWorld();
  await world.says('wanda', COMMAND);
  const [dispatch] = world.dispatches();
  const body = dispatch?.body as { ref: string; inputs: Record<string, string> };
  expect(body.ref).toBe('main');
  expect(Object.keys(body.inputs).toSorted()).toEqual(['head', 'ticket']);
  const verified = await verifyTicket(body.inputs['ticket'] ?? '', ticketChecker(world.app.ticketKey), {
    repositoryId: world.repository.id,
    now: Math.floor(Date.now() / 1000),
    sha256,
    runAttempt: 1,
  });
  if (isRefusal(verified)) throw new Error(verified.because);
  expect(openVerified(verified)).toMatchObject({
    ticket: {
      actor: 'wanda',
      agent: 'reviewer',
      task: 'check the error handling',
      repository: 'acme/app',
      head_sha: body.inputs['head'],
      issue_number: world.issue.number,
    },
  });
});

test('a pull request is worked on at the head it had when the command was accepted', async () => {
  world = await makeWorld();
  await world.says('wanda', COMMAND);
  const [onIssue] = inputs();
  const pull = await world.github.createPullRequest('acme/app', {
    title: 'Faster',
    author: 'rita',
    headSha: onIssue?.head ?? '',
    headOwner: 'rita',
  });
  await world.says('wanda', COMMAND, pull.number);
  expect(inputs()[1]?.head).toBe(onIssue?.head);
  expect(claimsIn(inputs()[1]?.ticket ?? '')).toMatchObject({
    head_sha: onIssue?.head,
    issue_number: pull.number,
  });
});

describe('at most a reaction for', () => {
  test.each([
    ['somebody who may only read', 'rita', COMMAND],
    ['an agent that does not exist, asked by a reader', 'rita', '/dispatch nobody do it'],
    ['a misspelt command of a reader', 'rita', '/dispatch'],
    ['help for a reader', 'rita', '/dispatch help'],
  ])('%s', async (_, login, body) => {
    world = await makeWorld();
    const comment = await world.says(login, body);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(world.answers()).toEqual([]);
    expect(world.dispatches()).toEqual([]);
  });
});

describe('silence, and no call to GitHub, for', () => {
  test.each([
    ['a quoted command', `> ${COMMAND}`],
    ['a command in a code fence', '```\n' + COMMAND + '\n```'],
    ['a command in an HTML comment', `<!--\n${COMMAND}\n-->`],
    ['a mention in passing', `Should I write ${COMMAND}?`],
  ])('%s', async (_, body) => {
    world = await makeWorld();
    const comment = await world.says('wanda', body);
    expect(comment.reactions).toEqual([]);
    expect(world.github.requests).toEqual([]);
  });

  test('an edit', async () => {
    world = await makeWorld();
    const comment = await world.says('rita', 'Hello.');
    world.github.editComment(comment.id, 'wanda', COMMAND);
    await world.settle();
    expect(world.github.requests).toEqual([]);
  });

  test('a bot', async () => {
    world = await makeWorld();
    world.github.createUser('echo', 'Bot');
    world.github.setRole('acme/app', 'echo', 'admin');
    await world.says('echo', COMMAND);
    expect(world.github.requests).toEqual([]);
  });
});

describe('one reply to a writer for', () => {
  const without = (path: string) =>
    Object.fromEntries(Object.entries(FILES).filter(([name]) => name !== path));
  const withFile = (path: string, text: string) => ({ ...FILES, [path]: text });
  test.each<[string, string, Record<string, string>, RegExp]>([
    ['an unknown agent', '/dispatch revewer look', FILES, /reviewer/],
    ['two commands', `${COMMAND}\n\n${COMMAND}`, FILES, /one command|two|several|2 commands/i],
    ['an approval of nothing', '/dispatch approve', FILES, /needs the id of the job/],
    ['help', '/dispatch help', FILES, /helper/],
    ['a missing configuration', COMMAND, without('.github/dispatch.yml'), /dispatch\.yml/],
    [
      'a broken configuration',
      COMMAND,
      withFile('.github/dispatch.yml', 'version: 1\nagents:\n  reviewer:\n    sudo: true\n'),
      /dispatch\.yml:\d+:\d+/,
    ],
    ['a missing workflow', COMMAND, without('.github/workflows/dispatch.yml'), /workflows\/dispatch\.yml/],
  ])('%s', async (_, body, files, words) => {
    world = await makeWorld({ files });
    await world.says('wanda', body);
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toMatch(words);
    expect(world.dispatches()).toEqual([]);
  });

  test('a closed issue', async () => {
    world = await makeWorld();
    world.github.closeIssue('acme/app', world.issue.number);
    await world.says('wanda', COMMAND);
    expect(world.answers()[0]?.body).toMatch(/closed/);
    expect(world.dispatches()).toEqual([]);
  });
});

test('where nobody can write, a reaction must do: a locked issue', async () => {
  world = await makeWorld();
  world.github.lockIssue('acme/app', world.issue.number);
  const comment = await world.says('wanda', COMMAND);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
  expect(world.answers()).toEqual([]);
  expect(world.dispatches()).toEqual([]);
});

test('nothing runs whose status comment could not be written', async () => {
  world = await makeWorld();
  world.github.faults.add({ method: 'POST', path: /issues\/\d+\/comments$/, respond: { status: 403 } });
  await world.says('wanda', COMMAND);
  expect(world.dispatches()).toEqual([]);
});

test('an unknown role is no role: nothing happens when it cannot be read, until somebody redelivers', async () => {
  world = await makeWorld();
  world.github.faults.add({ method: 'GET', path: /permission$/, respond: { status: 500 } });
  const comment = await world.says('wanda', COMMAND);
  expect(comment.reactions).toEqual([]);
  expect(world.answers()).toEqual([]);
  world.github.faults.clear();
  const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
  world.github.redeliver(delivery?.id ?? 0);
  await world.settle();
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers()).toHaveLength(1);
});

describe('the one status comment says that no run came of it', () => {
  test('when the workflow cannot be started', async () => {
    const files = { ...FILES, '.github/workflows/dispatch.yml': 'name: Dispatch\non: push\njobs: {}\n' };
    world = await makeWorld({ files });
    await world.says('wanda', COMMAND);
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toMatch(/workflow_dispatch/);
    expect(world.github.runs).toEqual([]);
  });

  test('when GitHub fails, and the dispatch is asked for once more and no more', async () => {
    world = await makeWorld();
    world.github.faults.add({ method: 'POST', path: /dispatches$/, respond: { status: 502 } });
    await world.says('wanda', COMMAND);
    await world.restart();
    await world.restart();
    expect(world.dispatches()).toHaveLength(2);
    expect(world.github.runs).toEqual([]);
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toMatch(/502/);
  });

  test('when the role was taken away since the webhook (and without the second look it would run)', async () => {
    world = await makeWorld();
    let asked = 0;
    world.github.faults.add({
      method: 'GET',
      path: /collaborators\/wanda\/permission$/,
      respond: {
        alter(body) {
          asked += 1;
          return asked === 1 ? body : { ...(body as object), permission: 'read', role_name: 'read' };
        },
      },
    });
    await world.says('wanda', COMMAND);
    expect(asked).toBe(2);
    expect(world.dispatches()).toEqual([]);
    expect(world.answers()).toHaveLength(1);
  });
});

describe('never twice', () => {
  test('for a redelivery', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
    world.github.redeliver(delivery?.id ?? 0);
    await world.settle();
    expect(world.dispatches()).toHaveLength(1);
    expect(world.answers()).toHaveLength(1);
  });

  test.each([COMMAND, '/dispatch nobody do it'])(
    'for a replay under a new GUID, even after a restart: %s',
    async (body) => {
      world = await makeWorld();
      await world.says('wanda', body);
      await world.restart();
      const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
      const text = JSON.stringify(delivery?.request.payload);
      const response = await fetch(`${world.app.url}/api/github/webhooks`, {
        method: 'POST',
        headers: {
          ...delivery?.request.headers,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(text).digest('hex')}`,
        },
        body: text,
      });
      expect(response.status).toBe(202);
      await world.settle();
      expect(world.dispatches().length).toBeLessThanOrEqual(1);
      expect(world.answers()).toHaveLength(1);
    },
  );

  test('when GitHub stored the status comment but its answer was lost', async () => {
    world = await makeWorld();
    world.github.faults.add({
      method: 'POST',
      path: /issues\/\d+\/comments$/,
      times: 1,
      respond: { statusAfterCommit: 502 },
    });
    await world.says('wanda', COMMAND);
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toContain('All errors are handled.');
    expect(world.dispatches()).toHaveLength(1);
  });
});

test('what a crash left unfinished is taken up at the next start, once', async () => {
  world = await makeWorld();
  await world.says('rita', 'Only to have a payload to copy.');
  const [template] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
  const comment = world.github.comment('acme/app', world.issue.number, 'wanda', 'placeholder, no command');
  await world.settle();
  await world.app.close();
  const payload = structuredClone(template?.request.payload) as {
    comment: { id: number; body: string; user: object };
    sender: object;
  };
  const wanda = world.github.deliveries.at(-1)?.request.payload as { sender: object };
  Object.assign(payload.comment, { id: comment.id, body: COMMAND, user: wanda.sender });
  payload.sender = wanda.sender;
  const store = openStore(world.stateFile);
  await store.inbox.accept({
    delivery: randomUUID(),
    contentKey: 'crashed',
    event: 'issue_comment',
    lane: world.repository.id,
    payload: JSON.stringify(payload),
  });
  await store.close();
  await world.restart();
  await world.restart();
  expect(world.dispatches()).toHaveLength(1);
  expect(world.answers()).toHaveLength(1);
});
