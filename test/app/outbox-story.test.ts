import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { openMarker } from '../../edge/keys/marker.ts';
import type { FaultPlan } from '../../lab/github/faults.ts';
import { makeWorld, ticketPrivateKey, type World } from './world.ts';

/* What GitHub makes for us is there once, and nobody else's comment is taken for ours. */

let world: World;
afterEach(() => world.end());

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const UNKNOWN = '/dispatch nobody do it';
const COMMAND = '/dispatch reviewer check the error handling';

const fail = (method: string, respond: FaultPlan['respond']): void =>
  world.github.faults.add({ method, path: COMMENTS, respond });

/** GitHub recovers, and somebody presses "Redeliver". */
async function redelivered(): Promise<void> {
  world.github.faults.clear();
  const [delivery] = world.github.deliveries.filter(({ event }) => event === 'issue_comment');
  world.github.redeliver(delivery?.id ?? 0);
  await world.settle();
}

describe.each([
  ['a reply', UNKNOWN, 'nobody'],
  ['the status comment', COMMAND, 'All errors are handled.'],
])('%s whose answer was lost', (_, body, words) => {
  test.each<[string, FaultPlan['respond']]>([
    ['with the connection', 'reset-after-commit'],
    ['behind a proxy', { statusAfterCommit: 502 }],
  ])('%s is found and not written again', async (_how, respond) => {
    world = await makeWorld();
    fail('POST', respond);
    await world.says('wanda', body);
    expect(world.answers().map((answer) => answer.body)).toEqual([expect.stringContaining(words)]);
  });
});

describe('a comment is ours when the App wrote it and its last line has the right MAC', () => {
  /** The app does not know whether it has replied; somebody writes this; then it looks. */
  async function lookedAt(text: (mac: string) => string, writer: 'us' | 'echo' | 'rita', before = false) {
    world = await makeWorld();
    fail('POST', { status: 502 });
    fail('GET', { status: 500 });
    const { id } = await world.says('wanda', UNKNOWN);
    const { number } = world.issue;
    const place = { repositoryId: world.repository.id, issueNumber: number };
    const right = openMarker(ticketPrivateKey).mark(place, 'reply', String(id)).mac ?? '';
    const body = text(right).replace('ID', String(id));
    world.github.faults.clear();
    world.github.createUser('echo', 'Bot');
    if (before) await triedBefore();
    if (writer === 'us') await asApp(number, body);
    else world.github.comment('acme/app', number, writer, body);
    await redelivered();
    return world.answers().filter((answer) => answer.body.includes('nobody')).length;
  }

  /** As if a version without MACs had tried it. */
  async function triedBefore(): Promise<void> {
    await world.app.close();
    const raw = new DatabaseSync(world.stateFile);
    raw.exec('UPDATE outbox SET unmarked = 1');
    raw.close();
    await world.restart();
  }

  async function asApp(number: number, body: string): Promise<void> {
    const { status } = await fetch(`${world.github.api}/repos/acme/app/issues/${number}/comments`, {
      method: 'POST',
      headers: { authorization: `token ${world.github.mintInstallationToken('acme/app')}` },
      body: JSON.stringify({ body }),
    });
    expect(status).toBe(201);
  }

  const line = (mac: string) => `x\n\n<!-- agent-dispatch reply=ID mac=${mac} -->`;

  test('so such a one is not written again', async () => {
    expect(await lookedAt(line, 'us')).toBe(0);
  });

  const bare = () => 'x\n\n<!-- agent-dispatch reply=ID -->';

  test('and one without a MAC is not, when it was tried by a version that made none', async () => {
    expect(await lookedAt(bare, 'us', true)).toBe(0);
  });

  test.each<[string, (mac: string) => string, 'us' | 'echo' | 'rita']>([
    ["another bot's with the right line", line, 'echo'],
    ["a user's with the right line", line, 'rita'],
    ['one of the App with a wrong MAC', () => line('0'.repeat(32)), 'us'],
    ['one of the App without a MAC', bare, 'us'],
    ['one of the App with something below the line', (mac) => `${line(mac)}\nmore`, 'us'],
  ])('but not %s', async (_, text, writer) => {
    expect(await lookedAt(text, writer)).toBe(1);
  });
});
