import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { downloadArtifact, findArtifact } from '../../../edge/github/download.ts';
import {
  readBranchHead,
  readFileAt,
  readIssue,
  readPullHead,
  readRepository,
  readRole,
  readRun,
  readWorkflow,
} from '../../../edge/github/read.ts';
import { API, nocked, request } from './nocked.ts';

const REPO = '/repos/octo/hello';
const name = { owner: 'octo', repo: 'hello' };

nocked();

const get = (path: string, status: number, body: object = {}) =>
  nock(API)
    .get(REPO + path)
    .reply(status, body);

describe('the role', () => {
  test.each([
    [200, { role_name: 'maintain', permission: 'write' }, 'maintain'],
    [200, { role_name: 'custom', permission: 'read' }, 'read'],
    [200, { role_name: 'none', permission: 'none' }, null],
    [404, { message: 'Not Found' }, null],
  ])('%i %j', async (status, body, role) => {
    get('/collaborators/mona/permission', status, body);
    expect(await readRole(request, name, 'mona')).toBe(role);
  });

  test('is not guessed when GitHub fails', async () => {
    get('/collaborators/mona/permission', 500, { role_name: 'admin' });
    await expect(readRole(request, name, 'mona')).rejects.toThrow(/role of mona/);
  });

  test('of a login with odd characters stays one path segment', async () => {
    get('/collaborators/..%2F..%2Fx/permission', 404);
    expect(await readRole(request, name, '../../x')).toBeNull();
  });
});

test('the repository', async () => {
  get('', 200, { id: 42, full_name: 'octo/hello', default_branch: 'main', archived: false, private: false });
  expect(await readRepository(request, name)).toEqual({
    id: 42,
    fullName: 'octo/hello',
    defaultBranch: 'main',
    archived: false,
    private: false,
  });
  get('', 200, { id: 42, full_name: 'octo/hello', default_branch: 'main' });
  // Not said is not public.
  expect((await readRepository(request, name)).private).toBe(true);
});

test('the head of a branch, or none', async () => {
  get('/branches/main', 200, { commit: { sha: 'e'.repeat(40) } });
  expect(await readBranchHead(request, name, 'main')).toBe('e'.repeat(40));
  get('/branches/main', 404);
  expect(await readBranchHead(request, name, 'main')).toBeNull();
});

describe('a file at a commit', () => {
  const path = '.github/dispatch.yml';
  const read = (status: number, body: object) => {
    get('/contents/.github%2Fdispatch.yml?ref=abc', status, body);
    return readFileAt(request, name, path, 'abc');
  };
  const content = (bytes: Buffer) => ({
    type: 'file',
    encoding: 'base64',
    sha: 'blob',
    content: bytes.toString('base64').replaceAll(/(.{4})/g, '$1\n'),
  });

  test('is text with its blob', async () => {
    expect(await read(200, content(Buffer.from('ünï: 1\n')))).toEqual({
      text: 'ünï: 1\n',
      blobSha: 'blob',
      commit: 'abc',
    });
  });

  test('may be missing', async () => {
    expect(await read(404, {})).toBeNull();
  });

  test.each([
    ['a folder', [], 'not-a-file'],
    ['a submodule', { type: 'submodule' }, 'not-a-file'],
    ['too large', { type: 'file', encoding: 'none', size: 2_000_000, content: '' }, 'file-too-large'],
    ['not text', content(Buffer.from([0xff, 0xfe])), 'not-text'],
  ])('is refused: %s', async (_, body, code) => {
    expect(await read(200, body)).toMatchObject({ refused: true, code });
  });
});

test('an issue, a pull request, and one that is gone', async () => {
  get('/issues/3', 200, { state: 'open', locked: false });
  expect(await readIssue(request, name, 3)).toEqual({ open: true, locked: false, isPullRequest: false });
  get('/issues/3', 200, { state: 'closed', locked: true, pull_request: {} });
  expect(await readIssue(request, name, 3)).toEqual({ open: false, locked: true, isPullRequest: true });
  get('/issues/3', 404);
  expect(await readIssue(request, name, 3)).toBeNull();
  const base = { repo: { id: 42 } };
  get('/pulls/3', 200, { base, head: { sha: 'head', ref: '--upload-pack=touch', repo: { id: 42 } } });
  expect(await readPullHead(request, name, 3)).toEqual({ sha: 'head', fork: false });
  get('/pulls/3', 200, { base, head: { sha: 'head', repo: { id: 43 } } });
  expect(await readPullHead(request, name, 3)).toEqual({ sha: 'head', fork: true });
  get('/pulls/3', 200, { base, head: { sha: 'head', repo: null } });
  expect(await readPullHead(request, name, 3)).toEqual({ sha: 'head', fork: true });
});

test('a workflow, active, disabled or missing', async () => {
  get('/actions/workflows/dispatch.yml', 200, { state: 'active' });
  expect(await readWorkflow(request, name, 'dispatch.yml')).toEqual({ active: true, state: 'active' });
  get('/actions/workflows/dispatch.yml', 200, { state: 'disabled_manually' });
  expect(await readWorkflow(request, name, 'dispatch.yml')).toMatchObject({ active: false });
  get('/actions/workflows/dispatch.yml', 404);
  expect(await readWorkflow(request, name, 'dispatch.yml')).toBeNull();
});

test('a run, whose path may carry a ref', async () => {
  get('/actions/runs/9', 200, {
    id: 9,
    repository: { id: 42 },
    path: '.github/workflows/dispatch.yml@refs/heads/main',
    event: 'workflow_dispatch',
    run_attempt: 1,
    status: 'completed',
    conclusion: 'success',
    html_url: 'u',
  });
  expect(await readRun(request, name, 9)).toEqual({
    id: 9,
    repositoryId: 42,
    path: '.github/workflows/dispatch.yml',
    event: 'workflow_dispatch',
    attempt: 1,
    status: 'completed',
    conclusion: 'success',
    url: 'u',
  });
});

test('an artifact is found by its exact name', async () => {
  get('/actions/runs/9/artifacts?name=agent-dispatch&per_page=100', 200, {
    artifacts: [
      { id: 1, name: 'agent-dispatch-2', size_in_bytes: 5, expired: false },
      { id: 2, name: 'agent-dispatch', size_in_bytes: 6, expired: true },
    ],
  });
  expect(await findArtifact(request, name, 9, 'agent-dispatch')).toEqual({ id: 2, bytes: 6, expired: true });
});

describe('an artifact’s zip', () => {
  const redirect = (location: string) =>
    nock(API).get(`${REPO}/actions/artifacts/2/zip`).reply(302, '', { location });
  const download = (limit = 1000) => downloadArtifact(request, name, 2, { limit, seconds: 2 });

  test('is fetched from the signed address, without our token', async () => {
    redirect('https://storage.test/zip?sig=dummy');
    nock('https://storage.test', { badheaders: ['authorization'] })
      .get('/zip?sig=dummy')
      .reply(200, 'bytes');
    expect(await download()).toEqual(Buffer.from('bytes'));
  });

  test('is not read past the limit', async () => {
    redirect('https://storage.test/zip');
    nock('https://storage.test').get('/zip').reply(200, 'x'.repeat(1001));
    expect(await download()).toMatchObject({ code: 'artifact-too-large' });
  });

  test.each([410, 404])('is gone: %i', async (status) => {
    nock(API).get(`${REPO}/actions/artifacts/2/zip`).reply(status, {});
    expect(await download()).toMatchObject({ code: 'artifact-expired' });
  });

  test.each(['http://storage.test/zip', 'file:///etc/passwd', ''])(
    'is not fetched from %j',
    async (location) => {
      redirect(location);
      expect(await download()).toMatchObject({ code: 'artifact-unreachable' });
    },
  );

  test('is not followed to a second address, and the first stays out of the message', async () => {
    redirect('https://storage.test/zip?sig=dummy-signature');
    nock('https://storage.test')
      .get('/zip?sig=dummy-signature')
      .reply(302, '', { location: 'https://evil.test/' });
    const fault = await download().catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'github-unreachable' });
    expect(String(fault)).not.toContain('dummy-signature');
  });
});
