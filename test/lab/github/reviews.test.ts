import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitInto } from '../../bare-repository.ts';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let app: ReturnType<typeof lab.as>;
let number: number;
beforeEach(async () => {
  lab = await stage();
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
  const pull = { title: 'Greet', author: 'alice', headSha: lab.topic };
  ({ number } = await lab.github.createPullRequest('acme/app', pull));
});
afterEach(() => lab.endClean());

const REVIEW = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const LIST = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const LABELS = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
const here = { owner: 'acme', repo: 'app' };
const review = (more: object = {}) =>
  app(REVIEW, { ...here, pull_number: number, event: 'COMMENT', body: 'Looked at it.', ...more });
const at = (line: number, more: object = {}) => ({ path: 'README.md', line, body: 'Why?', ...more });

test('a review lands whole, with its comments, at its commit', async () => {
  const comments = [at(2), at(2, { start_line: 1, start_side: 'RIGHT', side: 'RIGHT' })];
  const { status, data } = await review({ comments, commit_id: lab.topic });
  expect(status).toBe(200);
  expect(data).toMatchObject({ state: 'COMMENTED', commit_id: lab.topic, user: { type: 'Bot' } });
  const [made] = lab.github.listReviews('acme/app', number);
  expect(made?.comments).toMatchObject([
    { line: 2, startLine: null },
    { line: 2, startLine: 1 },
  ]);
  const listed = await app(LIST, { ...here, pull_number: number });
  expect(listed.data.map(({ id }: { id: number }) => id)).toEqual([data.id]);
});

describe('nothing of a review lands', () => {
  test.each<[string, object, RegExp]>([
    [
      'with a line that the diff does not have',
      { comments: [at(1), at(3)] },
      /line must be part of the diff/,
    ],
    [
      'with a line of the other side',
      { comments: [at(1, { side: 'LEFT' })] },
      /line must be part of the diff/,
    ],
    [
      'with a file that it does not change',
      { comments: [at(1, { path: 'src/main.ts' })] },
      /path is invalid/,
    ],
    ['with a range that is upside down', { comments: [at(1, { start_line: 2 })] }, /must precede/],
    ['with a range from outside', { comments: [at(1, { start_line: 9 })] }, /start line must be part/],
    ['without words', { body: ' ' }, /can't be blank/],
    ['at a commit that is not in it', { commit_id: 'f'.repeat(40) }, /not part of the pull request/],
  ])('%s', async (_, more, message) => {
    const { status, data } = await review(more);
    expect(status).toBe(422);
    expect(data.errors.join(' ')).toMatch(message);
    expect(lab.github.listReviews('acme/app', number)).toEqual([]);
  });

  test('with a file that is too large to be shown', async () => {
    const change = { 'big.txt': 'x\n'.repeat(20_001) };
    const headSha = await commitInto(lab.gitDir, { change, from: 'main', onto: 'big' });
    ({ number } = await lab.github.createPullRequest('acme/app', { title: 'Big', author: 'alice', headSha }));
    expect((await review({ comments: [at(1, { path: 'big.txt' })] })).status).toBe(422);
    const files = await app('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      ...here,
      pull_number: number,
    });
    expect(files.data).toMatchObject([{ filename: 'big.txt' }]);
    expect(files.data[0].patch).toBeUndefined();
  });

  test('by a token that may only read', async () => {
    app = lab.as(lab.github.mintInstallationToken('acme/app', { pull_requests: 'read' }));
    expect((await review()).status).toBe(403);
  });
});

test('labels are added, made where they are new, and never twice', async () => {
  const add = (labels: string[]) => app(LABELS, { ...here, issue_number: 1, labels });
  await add(['bug']);
  const { status, data } = await add(['Bug', 'docs']);
  expect(status).toBe(200);
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['bug', 'docs']);
  expect(lab.github.listLabels('acme/app', 1)).toEqual(['bug', 'docs']);
});

test('annotations add up: each call adds to those that are there', async () => {
  const { data } = await app('POST /repos/{owner}/{repo}/check-runs', {
    ...here,
    name: 'x',
    head_sha: lab.main,
  });
  const output = (many: number) => ({
    title: 'x',
    summary: 'x',
    annotations: Array.from({ length: many }, (_, line) => ({
      path: 'README.md',
      start_line: line + 1,
      end_line: line + 1,
      annotation_level: 'notice',
      message: 'x',
    })),
  });
  const one = { ...here, check_run_id: data.id };
  const CHANGE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
  await app(CHANGE, { ...one, output: output(50) });
  await app(CHANGE, { ...one, output: output(2) });
  const found = await app('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', one);
  expect(found.data.output.annotations_count).toBe(52);
});
