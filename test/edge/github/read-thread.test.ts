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
const words = (lines: object[], reviews: object[] = []) => {
  nock(API)
    .get('/repos/octo/app/pulls/7/comments')
    .query({ sort: 'created', direction: 'desc', per_page: 100 })
    .reply(200, lines);
  nock(API).get('/repos/octo/app/pulls/7/reviews').query({ per_page: 100, page: 1 }).reply(200, reviews);
};
const role = (login: string, answer: object, status = 200) =>
  nock(API).get(`/repos/octo/app/collaborators/${login}/permission`).reply(status, answer);
const writing = { permission: 'write', role_name: 'write', user: { permissions: { push: true } } };
const reading = { permission: 'read', role_name: 'read', user: { permissions: { pull: true } } };

test('who wrote what, and who may write', async () => {
  issue(6, { pull_request: {} });
  words([]);
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

test('of a pull request also comments at its lines and what reviews say, by their times', async () => {
  const at = (minute: number) => `2026-11-20T11:0${minute}:00Z`;
  const line = (minute: number, more: object) => ({
    ...text('ada', 'OWNER', `line ${minute}`),
    path: 'src/a.ts',
    created_at: at(minute),
    ...more,
  });
  issue(1, { pull_request: {} });
  page(1, [{ ...text('ada', 'OWNER', 'comment'), created_at: at(3) }]);
  words(
    [
      line(5, { line: null, original_line: 4 }),
      line(4, { line: 9 }),
      line(1, { line: null, subject_type: 'file' }),
    ],
    [
      { ...text('eve', 'NONE', 'No.'), submitted_at: at(2), state: 'CHANGES_REQUESTED' },
      { ...text('eve', 'NONE', ''), submitted_at: at(6), state: 'APPROVED' },
      { ...text('eve', 'NONE', 'pending'), state: 'PENDING' },
    ],
  );
  role('ada', writing);
  role('eve', reading);
  const thread = await readThread(request, name, 7, () => false);
  expect(thread.total).toBe(5);
  expect(thread.comments).toMatchObject([
    { body: 'line 1', at: { path: 'src/a.ts', line: null, isOutdated: false } },
    { body: 'No.', verdict: 'request for changes', author: { login: 'eve', standing: 'stranger' } },
    { body: 'comment' },
    { body: 'line 4', at: { line: 9, isOutdated: false } },
    { body: 'line 5', at: { line: 4, isOutdated: true } },
  ]);
});
