import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import description from '../../../lab/github/openapi/github.json' with { type: 'json' };
import { OPERATIONS, WEBHOOKS, type WebhookName } from '../../../lab/github/openapi/operations.ts';
import { ROUTES } from '../../../lab/github/routes/table.ts';
import { formats } from '../../../lab/github/formats.ts';
import { requestViolation, responseViolation, webhookViolation } from '../../../lab/github/validate.ts';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  lab = await stage();
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(() => lab.end());

const COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';

describe('a request that violates the description', () => {
  test.each([
    ['a missing body', 'POST /repos/acme/app/issues/1/comments', {}, 'body is required'],
    ['a missing field', 'POST /repos/acme/app/issues/1/comments', { x: 1 }, "required property 'body'"],
    ['a wrong type', 'POST /repos/acme/app/issues/1/comments', { body: 7 }, 'must be string'],
    ['an unknown field', 'POST /repos/acme/app/issues/1/comments', { body: 'x', x: 1 }, 'x is not described'],
    ['a wrong number', 'GET /repos/acme/app/issues/one', {}, 'must be integer'],
    ['an unknown parameter', 'GET /repos/acme/app/issues/1?colour=red', {}, 'colour is not described'],
  ])('for %s is answered with 422 and kept', async (_, route, body, message) => {
    const { status, data } = await app(route, body);
    expect(status).toBe(422);
    expect(data.message).toContain(message);
    expect(lab.github.violations).toHaveLength(1);
    expect(lab.github.violations[0]).toMatchObject({ in: 'request' });
  });

  test('by its route is answered with 404 and kept', async () => {
    expect((await app('DELETE /repos/acme/app')).status).toBe(404);
    expect((await fetch(`${lab.github.url}/repos/acme/app`)).status).toBe(404);
    expect(lab.github.violations).toEqual([
      { in: 'request', what: 'DELETE /repos/acme/app', message: 'unknown route' },
      { in: 'request', what: 'GET /repos/acme/app', message: 'unknown route' },
    ]);
  });

  test('by not being JSON is answered with 400', async () => {
    const token = lab.github.mintInstallationToken('acme/app');
    const answer = await fetch(`${lab.github.api}/repos/acme/app/issues/1/comments`, {
      method: 'POST',
      headers: { authorization: `token ${token}` },
      body: '{',
    });
    expect(answer.status).toBe(400);
  });
});

test('an answer of ours that violates the description never passes for a good one', async () => {
  const alter = (body: unknown) => ({ ...(body as object), created_at: 'yesterday' });
  const path = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
  lab.github.faults.add({ method: 'POST', path, times: 1, respond: { alter } });
  const bad = await app('POST /repos/acme/app/issues/1/comments', { body: 'hello' });
  expect(bad.status).toBe(500);
  expect(bad.data.message).toContain(COMMENT);
  expect(lab.github.violations).toEqual([
    { in: 'response', what: `${COMMENT} 201`, message: 'value/created_at must match format "date-time"' },
  ]);
  const good = await app('POST /repos/acme/app/issues/1/comments', { body: 'hello' });
  expect(good.status).toBe(201);
});

describe('the description itself', () => {
  test('says where it comes from, and is served completely', () => {
    expect(description.source).toContain('@octokit/openapi@23.0.2');
    expect(ROUTES.map(({ name }) => name).toSorted()).toEqual([...OPERATIONS].toSorted());
    expect(Object.keys(description.operations)).toEqual([...OPERATIONS]);
  });

  test('has a schema that compiles, and that a bare number violates, for every success with a body', () => {
    const loose: string[] = [];
    for (const name of OPERATIONS) {
      for (const status of Object.keys(description.operations[name].responses)) {
        if (!status.startsWith('2') || status === '204') continue;
        if (responseViolation(name, Number(status), 7) === null) loose.push(`${name} ${status}`);
      }
    }
    expect(loose).toEqual([]);
    const webhooks = Object.keys(WEBHOOKS) as WebhookName[];
    expect(webhooks.filter((name) => webhookViolation(name, 7) === null)).toEqual([]);
    // GitHub's own description requires nothing of this one.
    expect(webhooks.filter((name) => webhookViolation(name, {}) === null)).toEqual([
      'deployment_protection_rule.requested',
    ]);
  });

  test('knows what GitHub requires, forbids and lets be null', () => {
    const path = { owner: 'acme', repo: 'app', issue_number: 1 };
    expect(requestViolation(COMMENT, { path, query: {}, body: { body: 'x' } })).toBeNull();
    expect(requestViolation(COMMENT, { path, query: {}, body: undefined })).toBe('body is required');
    expect(responseViolation(COMMENT, 418, { message: 7 })).toContain('must be string');
    expect(responseViolation(COMMENT, 204, undefined)).toBe('status 204 is not described');
  });
});

describe('texts are held to the formats that the description names', () => {
  const named = new Set(
    [...JSON.stringify(description).matchAll(/"format":"([^"]+)"/g)].map(([, name]) => name),
  );

  test('each of them is known', () => {
    expect(new Set([...named].filter((name) => name !== 'int64'))).toEqual(new Set(Object.keys(formats)));
  });

  test.each([
    ['date-time', '2026-11-22T04:00:00Z', true],
    ['date-time', '2026-11-22T04:00:00+02:00', true],
    ['date-time', '2026-11-22 04:00', false],
    ['date-time', '2026-13-22T04:00:00Z', false],
    ['email', 'ada@example.com', true],
    ['email', 'ada', false],
    ['uri', 'https://api.github.com/users/ada', true],
    ['uri', '/users/ada', false],
    ['uri-template', 'https://api.github.com/users/ada/gists{/gist_id}', true],
    ['uri-template', 'https://api.github.com/users{', false],
    ['uri-template', 'users{/id}', false],
    ['repo.nwo', 'acme/app', true],
    ['repo.nwo', 'acme', false],
  ])('%s: %s is %s', (name, text, good) => {
    const format = formats[name];
    expect(format instanceof RegExp ? format.test(text) : format?.(text)).toBe(good);
  });
});
