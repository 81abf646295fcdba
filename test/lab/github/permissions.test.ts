import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
beforeAll(async () => {
  lab = await stage();
  lab.github.createRepository({ owner: 'elsewhere', name: 'app', gitDir: lab.gitDir, installed: false });
  await lab.github.createPullRequest('acme/app', {
    title: 'Faster',
    author: 'mallory',
    headSha: lab.topic,
    headOwner: 'mallory',
  });
});
afterAll(() => lab.end());

const REPO = '/repos/acme/app';
const jobToken = (permissions: Record<string, 'read' | 'write'>) =>
  lab.as(lab.github.mintJobToken('acme/app', permissions));

describe('a token does what it was given and nothing else', () => {
  test.each([
    ['GET', `${REPO}/contents/README.md`, { contents: 'read' }],
    ['GET', `${REPO}/git/ref/heads%2Fmain`, { contents: 'read' }],
    ['GET', `${REPO}/branches/main`, { contents: 'read' }],
    ['GET', `${REPO}/commits/main`, { contents: 'read' }],
    ['GET', `${REPO}/issues/1`, { issues: 'read' }],
    ['POST', `${REPO}/issues/1/comments`, { issues: 'write' }],
    ['POST', `${REPO}/issues/2/comments`, { issues: 'write' }],
    ['POST', `${REPO}/issues/2/comments`, { 'pull-requests': 'write' }],
    ['GET', `${REPO}/pulls/2`, { 'pull-requests': 'read' }],
    ['GET', `${REPO}/pulls/2/files`, { 'pull-requests': 'read' }],
    ['GET', `${REPO}/compare/main...topic`, { contents: 'read' }],
    ['GET', `${REPO}/actions/workflows`, { actions: 'read' }],
    ['GET', `${REPO}/actions/runs`, { actions: 'read' }],
  ] as const)('%s %s needs %o', async (method, path, permissions) => {
    const body = method === 'POST' ? { body: 'hello' } : {};
    const allowed = await jobToken(permissions)(`${method} ${path}`, body);
    expect(allowed.status).toBeLessThan(300);
    const denied = await jobToken({})(`${method} ${path}`, body);
    expect([denied.status, denied.data.message]).toEqual([403, 'Resource not accessible by integration']);
    const [[name, level] = []] = Object.entries(permissions);
    expect(denied.headers['x-accepted-github-permissions']).toContain(
      `${name?.replaceAll('-', '_')}=${level}`,
    );
  });

  test('reading is not writing, and pull_requests:write does not reach plain issues', async () => {
    const comment = `POST ${REPO}/issues/1/comments`;
    expect((await jobToken({ issues: 'read' })(comment, { body: 'x' })).status).toBe(403);
    expect((await jobToken({ 'pull-requests': 'write' })(comment, { body: 'x' })).status).toBe(403);
    const dispatch = `POST ${REPO}/actions/workflows/dispatch.yml/dispatches`;
    expect((await jobToken({ actions: 'read' })(dispatch, { ref: 'main' })).status).toBe(403);
  });

  test('metadata is always readable: the repository, and who may do what', async () => {
    expect((await jobToken({})(`GET ${REPO}`)).data.full_name).toBe('acme/app');
    const role = async (login: string) => {
      const { status, data } = await jobToken({})(`GET ${REPO}/collaborators/${login}/permission`);
      return [status, data.permission, data.role_name];
    };
    expect(await role('alice')).toEqual([200, 'write', 'maintain']);
    expect(await role('acme')).toEqual([200, 'admin', 'admin']);
    expect(await role('mallory')).toEqual([200, 'none', 'none']);
    lab.github.setRole('acme/app', 'mallory', 'triage');
    expect(await role('mallory')).toEqual([200, 'read', 'triage']);
    expect(await role('nobody')).toEqual([404, undefined, undefined]);
  });
});

test('repositories that a token does not cover do not exist for it', async () => {
  const github = lab.as(lab.github.mintInstallationToken('acme/app'));
  expect((await github('GET /repos/elsewhere/app')).status).toBe(404);
  expect((await github('GET /repos/elsewhere/app/contents/README.md')).status).toBe(404);
  expect((await github('GET /repos/acme/missing')).status).toBe(404);
});

test('without a valid token there is nothing', async () => {
  expect((await lab.as('ghs_dummy')(`GET ${REPO}`)).data.message).toBe('Bad credentials');
  expect((await fetch(`${lab.github.api}${REPO}`)).status).toBe(401);
});

test('the log tells the kinds of credentials apart and holds none', () => {
  const kinds = new Set(lab.github.requests.map((request) => request.tokenKind));
  expect([...kinds].toSorted()).toEqual(['bad', 'installation', 'job', 'none']);
  expect(JSON.stringify(lab.github.requests)).not.toContain('ghs_');
});

test('an archived repository is read-only', async () => {
  lab.github.archiveRepository('acme/app');
  const answer = await jobToken({ issues: 'write' })(`POST ${REPO}/issues/1/comments`, { body: 'late' });
  expect([answer.status, answer.data.message]).toEqual([403, 'Repository was archived so is read-only.']);
  expect(lab.github.violations).toEqual([]);
});
