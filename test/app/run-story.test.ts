import { afterEach, describe, expect, test } from 'vitest';
import { readMark } from '../../core/redact/mark.ts';
import { openStore } from '../../edge/store/store.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import type { Settings } from '../../app/settings.ts';
import { FILES, goodResult, makeWorld, succeeds, zipOf, type Play, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';

async function endsWith(play: Play): Promise<string> {
  world = await makeWorld({ play });
  await world.says('wanda', COMMAND);
  const answers = world.answers();
  expect(answers).toHaveLength(1);
  return answers[0]?.body ?? '';
}

const leaving =
  (files: (claims: { job_id: string; agent: string }) => Record<string, string>): Play =>
  async (claims) => ({
    conclusion: 'success',
    artifacts: [{ name: 'agent-dispatch', zip: await zipOf(files(claims)) }],
  });

/** The row of the job that a comment belongs to. */
async function jobOf(body: string) {
  const store = openStore(world.stateFile);
  const job = await store.jobs.byId(readMark(body)?.id ?? '');
  await store.close();
  return job;
}

/** Lets a run begin, which ends well when the function that this resolves to is called. */
async function atWork(): Promise<() => void> {
  const { promise: waiting, resolve: done } = Promise.withResolvers<void>();
  world = await makeWorld({
    async play(claims, order) {
      await waiting;
      return succeeds()(claims, order);
    },
  });
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await expect.poll(() => world.dispatches().length, { timeout: 5000 }).toBe(1);
  return done;
}

describe('the comment ends with the cause when the run', () => {
  const secret = 'DUMMY-TEXT-OF-A-RESULT';
  test.each<[string, Play, RegExp]>([
    ['failed without a result', async () => ({ conclusion: 'failure' }), /failure/],
    ['was cancelled', async () => ({ conclusion: 'cancelled' }), /cancelled/],
    ['left no artifact', async () => ({ conclusion: 'success' }), /left no result/],
    ['left an artifact without a result', leaving(() => ({ 'summary.md': secret })), /left no result/],
    [
      'left another file too',
      leaving((claims) => ({
        'result.json': JSON.stringify(goodResult(claims, { text: secret })),
        'evil.sh': secret,
      })),
      /evil\.sh/,
    ],
    ['left noise', leaving(() => ({ 'result.json': `{${secret}` })), /cannot be trusted/],
    ['claims another job', succeeds({ job_id: '0'.repeat(32), text: secret }), /another job/],
    ['claims another agent', succeeds({ agent: 'helper', text: secret }), /another job/],
    [
      'says itself why',
      succeeds({
        outcome: 'failed',
        cause: { code: 'out-of-budget', because: 'The budget is spent.', remedy: 'Raise it.' },
      }),
      /The budget is spent\./,
    ],
  ])('%s', async (_, play, words) => {
    const body = await endsWith(play);
    expect(body).toMatch(words);
    expect(body).not.toContain(secret);
  });

  test('failed but left a result that claims success', async () => {
    const body = await endsWith(async (claims, order) => ({
      ...(await succeeds({ text: secret })(claims, order)),
      conclusion: 'failure',
    }));
    expect(body).toMatch(/failure[^]*claims success/);
    expect(body).not.toMatch(/left no result/);
    expect(body).not.toContain(secret);
  });
});

test('a secret of the app in the result does not reach the comment', async () => {
  const body = await endsWith(succeeds({ text: 'Look: dummy-webhook-secret' }));
  expect(body).not.toContain('dummy-webhook-secret');
});

test('a result that hides a secret of the app ends as failed, with the notice and the job in its comment', async () => {
  const hidden = Buffer.from('xdummy-webhook-secrety').toString('base64');
  const body = await endsWith(succeeds({ text: `Look: ${hidden}.` }));
  expect(body).toMatch(/was withheld[^]*agent-dispatch job=[0-9a-f]{32}(?: mac=[0-9a-f]{32})? -->\s*$/);
  expect(body).not.toContain(hidden.slice(4, 24));
  expect(await jobOf(body)).toMatchObject({ state: 'failed', cause: 'withheld' });
});

test('and one that hides nothing of it succeeds', async () => {
  const hidden = Buffer.from('xdummy-webhook-sacrety').toString('base64');
  const body = await endsWith(succeeds({ text: `Look: ${hidden}.` }));
  expect(await jobOf(body)).toMatchObject({ state: 'done', cause: null });
});

describe('a text that looks like a secret', () => {
  const token = 'ghp_DuMmY0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5';
  const play = succeeds({ text: `The example is \`${token}\`.` });
  const config = FILES['.github/dispatch.yml'] ?? '';
  const told = async (redact: string, settings: Partial<Settings> = {}) => {
    const files = { ...FILES, '.github/dispatch.yml': `${config}${redact}` };
    world = await makeWorld({ play, files, settings });
    await world.says('wanda', COMMAND);
    return world.answers()[0]?.body ?? '';
  };
  const allowing = `redact: { allow: ['sha256:${sha256(token)}'] }\n`;

  test('is masked', async () => {
    expect(await told('')).toContain('The example is `[redacted: github-token]`.');
  });

  test('is shown where the default branch allows it by its digest', async () => {
    expect(await told(allowing)).toContain(`The example is \`${token}\`.`);
  });

  test('withholds the whole comment where the repository or the operator wants that', async () => {
    expect(await told('redact: { on_shape: withhold }\n')).toMatch(/was withheld/);
    await world.end();
    expect(await told('', { operator: { on_shape: 'withhold' } })).toMatch(/was withheld/);
  });
});

test('a run that we did not start is not ours', async () => {
  world = await makeWorld();
  const token = world.github.mintInstallationToken('acme/app');
  await fetch(`${world.github.api}/repos/acme/app/actions/workflows/dispatch.yml/dispatches`, {
    method: 'POST',
    headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ref: 'main',
      inputs: { ticket: 'e30.e30.AA', head: 'x' },
      return_run_details: true,
    }),
  });
  await world.settle();
  expect(world.github.runs).toHaveLength(1);
  expect(world.answers()).toEqual([]);
});

test('a job ends as undeliverable when its comment is gone', async () => {
  const done = await atWork();
  await expect.poll(() => world.answers()[0]?.revisions.length, { timeout: 5000 }).toBe(2);
  world.github.deleteComment(world.answers()[0]?.id ?? 0, 'wanda');
  done();
  await world.settle();
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.jobs.open()).toEqual([]);
  await store.close();
  const edits = world.github.requests.filter(({ method }) => method === 'PATCH');
  expect(edits.filter(({ status }) => status === 404)).toHaveLength(1);
});

test('a run whose end nobody told us is found at the next start', async () => {
  const done = await atWork();
  await world.app.idle();
  world.github.setWebhook(null);
  done();
  await world.settle();
  expect(world.answers()[0]?.body).not.toContain('All errors are handled.');
  await world.restart();
  expect(world.answers()).toHaveLength(1);
  expect(world.answers()[0]?.body).toContain('All errors are handled.');
});
