import nock from 'nock';
import { expect, test } from 'vitest';
import { readThread } from '../../../edge/github/read-thread.ts';
import { API, nocked, request } from './nocked.ts';

nocked();

const name = { owner: 'octo', repo: 'app' };
const times = { created_at: '2026-11-20T11:00:00Z', updated_at: '2026-11-20T11:00:01Z' };
const text = (login: string, association: string, body: string | null = 'x', type = 'User') => ({
  user: { login, type },
  author_association: association,
  body,
  ...times,
});
const issue = (comments: number, more: object = {}) =>
  nock(API)
    .get('/repos/octo/app/issues/7')
    .reply(200, { ...text('ada', 'OWNER', null), title: 'Sum', comments, ...more });
const page = (number: number, comments: object[]) =>
  nock(API)
    .get('/repos/octo/app/issues/7/comments')
    .query({ per_page: 100, page: number })
    .reply(200, comments);
const role = (login: string, answer: object, status = 200) =>
  nock(API).get(`/repos/octo/app/collaborators/${login}/permission`).reply(status, answer);
const writing = { permission: 'write', role_name: 'write', user: { permissions: { push: true } } };
const reading = { permission: 'read', role_name: 'read', user: { permissions: { pull: true } } };

test('who wrote what, and who may write', async () => {
  issue(6, { pull_request: {} });
  page(1, [
    text('bob', 'MEMBER'),
    text('cai', 'COLLABORATOR'),
    text('dan', 'CONTRIBUTOR'),
    text('kim', 'NONE'),
    text('bot[bot]', 'OWNER', 'x', 'Bot'),
    { ...text('x', 'NONE'), user: null },
  ]);
  role('ada', writing);
  role('bob', reading);
  role('cai', {}, 403);
  role('dan', {}, 404);
  role('kim', writing);
  role('ghost', reading);
  const thread = await readThread(request, name, 7, () => false);
  expect(thread).toMatchObject({ number: 7, isPull: true, title: 'Sum', total: 6 });
  expect(thread.opening).toEqual({
    author: { login: 'ada', standing: 'owner', writes: true },
    body: '',
    createdAt: times.created_at,
    updatedAt: times.updated_at,
  });
  expect(thread.comments.map(({ author }) => author)).toEqual([
    { login: 'bob', standing: 'member', writes: false },
    { login: 'cai', standing: 'collaborator', writes: false },
    { login: 'dan', standing: 'stranger', writes: false },
    { login: 'kim', standing: 'collaborator', writes: true },
    { login: 'bot[bot]', standing: 'bot', writes: false },
    { login: 'ghost', standing: 'stranger', writes: false },
  ]);
  expect(nock.isDone()).toBe(true);
});

test('the newest pages come first, until there is enough', async () => {
  issue(250);
  page(3, [text('eve', 'NONE', 'newest')]);
  page(2, [text('eve', 'NONE', 'older')]);
  role('ada', writing);
  role('eve', reading);
  const thread = await readThread(request, name, 7, (comments) => comments.length > 1);
  expect(thread.comments.map(({ body }) => body)).toEqual(['older', 'newest']);
  expect(nock.isDone()).toBe(true);
});

test('of an endless thread a thousand comments at most are read', async () => {
  issue(100_000);
  for (let number = 1000; number > 990; number -= 1) page(number, [text('eve', 'NONE')]);
  role('ada', writing);
  role('eve', reading);
  expect((await readThread(request, name, 7, () => false)).comments).toHaveLength(10);
});

test('a token that may not read it is an accident with GitHub’s words', async () => {
  nock(API).get('/repos/octo/app/issues/7').reply(403, { message: 'Resource not accessible by integration' });
  await expect(readThread(request, name, 7, () => true)).rejects.toMatchObject({
    message: expect.stringContaining('Resource not accessible by integration'),
  });
});
