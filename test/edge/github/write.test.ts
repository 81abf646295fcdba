import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import type { Outbound } from '../../../core/redact/gate.ts';
import type { Request } from '../../../edge/github/request.ts';
import { statusOf } from '../../../edge/github/call.ts';
import { createComment, dispatchWorkflow, editComment, react } from '../../../edge/github/write.ts';
import { outbound } from './outbound.ts';
import { API, nocked, request } from './nocked.ts';

const name = { owner: 'octo', repo: 'hello' };
const { sealed, text } = outbound('A text.');

nocked();

test('a comment is created with the text that passed the gate', async () => {
  nock(API)
    .post('/repos/octo/hello/issues/3/comments', { body: text })
    .reply(201, { id: 77, html_url: 'https://x/77' });
  expect(await createComment(request, name, 3, sealed)).toEqual({ id: 77, url: 'https://x/77' });
});

test('a comment is edited in place', async () => {
  nock(API).patch('/repos/octo/hello/issues/comments/77', { body: text }).reply(200, {});
  await editComment(request, name, 77, sealed);
  expect(nock.isDone()).toBe(true);
});

test('a reaction is added', async () => {
  nock(API).post('/repos/octo/hello/issues/comments/7/reactions', { content: 'eyes' }).reply(201, {});
  await react(request, name, 7, 'eyes');
  expect(nock.isDone()).toBe(true);
});

test('a workflow is started with its two inputs and nothing else', async () => {
  const dispatch = { workflow: 'dispatch.yml', ref: 'main', inputs: { ticket: 't', head: 'h' } };
  nock(API)
    .post('/repos/octo/hello/actions/workflows/dispatch.yml/dispatches', {
      ref: 'main',
      inputs: { ticket: 't', head: 'h' },
      return_run_details: true,
    })
    .reply(200, { workflow_run_id: 9, run_url: 'u', html_url: 'https://x/9' });
  expect(await dispatchWorkflow(request, name, dispatch)).toEqual({ runId: 9, url: 'https://x/9' });
});

test('a run that GitHub does not name is a fault', async () => {
  nock(API)
    .post(/dispatches/)
    .reply(204);
  const dispatch = { workflow: 'dispatch.yml', ref: 'main', inputs: { ticket: 't', head: 'h' } };
  await expect(dispatchWorkflow(request, name, dispatch)).rejects.toThrow(/which run/);
});

test.each(['A text.', { text: 'A text.' }, Object.freeze(Object.create(null))])(
  'a text that did not pass the gate is not sent: %o',
  async (forged) => {
    await expect(createComment(request, name, 3, forged as Outbound)).rejects.toThrow(TypeError);
    await expect(editComment(request, name, 77, forged as Outbound)).rejects.toThrow(TypeError);
  },
);

describe('calls that create something', () => {
  test('ask for no repetition; the edit, which can be repeated, does not', async () => {
    const seen: [string, unknown][] = [];
    const spy: Request = (route, params) => {
      seen.push([route.split(' ')[0] ?? '', params?.['request']]);
      return Promise.resolve({ status: 200, headers: {}, data: { id: 1, workflow_run_id: 1 } });
    };
    await createComment(spy, name, 3, sealed);
    await react(spy, name, 7, 'eyes');
    await dispatchWorkflow(spy, name, { workflow: 'w', ref: 'r', inputs: { ticket: 't', head: 'h' } });
    await editComment(spy, name, 77, sealed);
    expect(seen).toEqual([
      ['POST', { retries: 0 }],
      ['POST', { retries: 0 }],
      ['POST', { retries: 0 }],
      ['PATCH', { progress: false }],
    ]);
  });
});

describe('a failure names the call and the mend', () => {
  const fail = async (status: number, body: object, headers: Record<string, string> = {}): Promise<Fault> => {
    nock(API)
      .patch(/comments/)
      .reply(status, body, headers);
    return editComment(request, name, 77, sealed).then(
      () => {
        throw new Error('it did not fail');
      },
      (error: unknown) => error as Fault,
    );
  };

  test.each([
    [401, {}, 'github-refused', /private key/],
    [403, {}, 'github-refused', /permissions/],
    [403, { 'x-accepted-github-permissions': 'issues=write' }, 'github-refused', /issues=write/],
    [403, { 'retry-after': '60' }, 'github-limited', /Wait/],
    [404, {}, 'github-refused', /installed/],
    [410, {}, 'github-refused', /gone/],
    [422, {}, 'github-refused', /GitHub/],
    [429, {}, 'github-limited', /Wait/],
    [500, {}, 'github-unreachable', /minutes/],
    [502, {}, 'github-unreachable', /minutes/],
  ] as const)('%i %j', async (status, headers, code, remedy) => {
    const fault = await fail(status, { message: 'Said\nGitHub' }, headers);
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
    expect(fault.message).toContain(`edit the comment 77: GitHub answered ${status} (Said GitHub`);
    expect(statusOf(fault)).toBe(status);
  });

  test('and a lost connection has no status', async () => {
    nock(API)
      .patch(/comments/)
      .replyWithError('ECONNRESET');
    const fault = await editComment(request, name, 77, sealed).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'github-unreachable' });
    expect(statusOf(fault)).toBeUndefined();
  });
});
