import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  lab = await stage();
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(() => lab.endClean());

const COMMENTS = '/repos/acme/app/issues/1/comments';
const ONE = '/repos/acme/app/issues/comments/{id}';

test('a comment that is edited in place keeps every state it showed', async () => {
  const { data } = await app(`POST ${COMMENTS}`, { body: 'accepted' });
  expect(data.user).toMatchObject({ login: 'agent-dispatch[bot]', type: 'Bot' });
  expect(data.performed_via_github_app.slug).toBe('agent-dispatch');
  await app(`PATCH ${ONE}`, { id: data.id, body: 'running' });
  await app(`PATCH ${ONE}`, { id: data.id, body: 'done' });
  const [comment] = lab.github.listComments('acme/app', 1);
  expect(comment?.revisions.map(({ body }) => body)).toEqual(['accepted', 'running', 'done']);
  expect((await app(`GET ${ONE}`, { id: data.id })).data.body).toBe('done');
});

describe('GitHub takes 65,536 characters', () => {
  test('and not one more', async () => {
    expect((await app(`POST ${COMMENTS}`, { body: 'x'.repeat(65_536) })).status).toBe(201);
    const { status, data } = await app(`POST ${COMMENTS}`, { body: 'x'.repeat(65_537) });
    expect(status).toBe(422);
    expect(data.errors[0].message).toBe('Body is too long (maximum is 65536 characters)');
    expect(lab.github.listComments('acme/app', 1)).toHaveLength(1);
  });

  test('and at least one', async () => {
    expect((await app(`POST ${COMMENTS}`, { body: ' \n' })).status).toBe(422);
  });
});

test('people comment, edit and delete; the App sees what is left', async () => {
  const kept = lab.github.comment('acme/app', 1, 'alice', 'first');
  const gone = lab.github.comment('acme/app', 1, 'alice', 'second');
  lab.github.editComment(kept.id, 'alice', 'first, better');
  lab.github.deleteComment(gone.id, 'alice');
  const { data } = await app(`GET ${COMMENTS}`);
  expect(data.map(({ body }: { body: string }) => body)).toEqual(['first, better']);
  expect(data[0].author_association).toBe('NONE');
  expect((await app(`GET ${ONE}`, { id: gone.id })).status).toBe(404);
  expect(() => lab.github.comment('acme/app', 1, 'mallory', 'let me in')).toThrow('it is private');
});

test('long lists come in pages', async () => {
  for (let n = 1; n <= 5; n += 1) lab.github.comment('acme/app', 1, 'alice', `comment ${n}`);
  const { data, headers } = await app(`GET ${COMMENTS}`, { per_page: 2, page: 2 });
  expect(data.map(({ body }: { body: string }) => body)).toEqual(['comment 3', 'comment 4']);
  expect(headers['link']).toMatch(/per_page=2&page=3>; rel="next"/);
});

test('reacting twice in the same way is one reaction', async () => {
  const { id } = lab.github.comment('acme/app', 1, 'alice', 'hello');
  const first = await app(`POST ${ONE}/reactions`, { id, content: 'eyes' });
  const second = await app(`POST ${ONE}/reactions`, { id, content: 'eyes' });
  expect([first.status, second.status, second.data.id]).toEqual([201, 200, first.data.id]);
  expect((await app(`GET ${ONE}`, { id })).data.reactions).toMatchObject({ eyes: 1, total_count: 1 });
  expect((await app(`DELETE ${ONE}/reactions/{reaction}`, { id, reaction: first.data.id })).status).toBe(204);
  expect((await app(`GET ${ONE}/reactions`, { id })).data).toEqual([]);
});

test('a locked issue takes no comment from an App, whatever its permissions', async () => {
  lab.github.lockIssue('acme/app', 1);
  const { status, data } = await app(`POST ${COMMENTS}`, { body: 'hello' });
  expect([status, data.message]).toEqual([403, 'Unable to create comment because issue is locked.']);
});

test("a pull request from a fork leaves its head in the repository's own refs", async () => {
  const pull = await lab.github.createPullRequest('acme/app', {
    title: 'Faster',
    author: 'mallory',
    headSha: lab.topic,
    headOwner: 'mallory',
    headRef: 'patch-1',
  });
  const get = async (path: string) => (await app(`GET /repos/acme/app/${path}`)).data;
  expect((await get('git/ref/pull/2/head')).object.sha).toBe(lab.topic);
  const json = await get(`pulls/${pull.number}`);
  expect(json.head).toMatchObject({ label: 'mallory:patch-1', sha: lab.topic });
  expect(json.head.repo).toMatchObject({ full_name: 'mallory/app', fork: true });
  expect(json).toMatchObject({ commits: 1, changed_files: 1, additions: 1, deletions: 0 });
  expect((await get('issues/2')).pull_request.url).toContain('/pulls/2');
  await lab.github.pushToPullRequest('acme/app', 2, lab.main);
  expect((await get('pulls/2')).head.sha).toBe(lab.main);
  expect((await app('GET /repos/acme/app/pulls/1')).status).toBe(404);
});
