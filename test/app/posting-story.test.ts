import { afterEach, describe, expect, test } from 'vitest';
import { readMark } from '../../core/redact/mark.ts';
import { commitInto } from '../bare-repository.ts';
import { ALL, at, check, labels, leaving, makePostingWorld, review } from './posting-world.ts';
import { CONFIG } from './pull-world.ts';
import { FILES, makeWorld, succeeds, type World } from './world.ts';

/* What an agent hands in lands in a place of its own, once, and the status comment says so. */

type Posting = Awaited<ReturnType<typeof makePostingWorld>>;
let lab: Posting | undefined;
let alone: World | undefined;
afterEach(async () => {
  await lab?.world.end();
  await alone?.end();
  lab = alone = undefined;
});

async function after(...given: Parameters<typeof makePostingWorld>): Promise<Posting> {
  lab = await makePostingWorld(...given);
  await lab.dispatches();
  return lab;
}

describe('a review', () => {
  test('lands at the commit of its job, with its comments, and is linked', async () => {
    const range = at(2, { start_line: 1, start_side: 'RIGHT', side: 'RIGHT', body: 'Both.' });
    const { reviews, told, headSha } = await after(leaving([review([at(1), range])]));
    const [made, ...more] = reviews();
    expect(more).toEqual([]);
    expect(made).toMatchObject({ state: 'COMMENTED', commit: headSha, author: { type: 'Bot' } });
    expect(made?.comments).toMatchObject([
      { path: 'src/sum.js', line: 1, side: 'RIGHT', startLine: null, body: 'Why?' },
      { line: 2, startLine: 1, body: 'Both.' },
    ]);
    expect(made?.body).toMatch(/^Review by \*\*reviewer\*\*[^]*Looked at it\./);
    expect(readMark(made?.body ?? '')).toMatchObject({ kind: 'review', mac: expect.any(String) });
    expect(told()).toMatch(
      new RegExp(
        `✅ reviewer is done[^]*\\[Review with 2 comments\\]\\([^)]*#pullrequestreview-${made?.id}\\)`,
      ),
    );
    expect(told()).not.toContain('Handed in');
  });

  test('asks for changes where its profile lets it', async () => {
    const { reviews } = await after(leaving([review([], { event: 'REQUEST_CHANGES' })]));
    expect(reviews()).toMatchObject([{ state: 'CHANGES_REQUESTED', comments: [] }]);
  });

  test('never approves where its profile does not', async () => {
    const { reviews, told } = await after(leaving([review([], { event: 'APPROVE' })]));
    expect(reviews()).toEqual([]);
    expect(told()).toMatch(/APPROVE is not allowed/);
  });

  test('names the lines that the agent was told of and did not mend', async () => {
    const left_out = [
      { path: 'src/sum.js', line: 9 },
      { path: 'src/old.js', line: 3, side: 'LEFT' },
    ];
    const { reviews } = await after(leaving([review([at(2)], { left_out })]));
    expect(reviews()[0]?.comments).toHaveLength(1);
    expect(reviews()[0]?.body).toMatch(
      /Left out:[^\n]*`src\/sum\.js:9`, `src\/old\.js:3 \(before the change\)`/,
    );
  });

  test('of which GitHub does not take one line lands with the others, and says which', async () => {
    const files = { 'src/big.js': 'x\n'.repeat(20_001) };
    const big = { path: 'src/big.js', line: 7, body: 'Too **big**.' };
    const { reviews, told } = await after(leaving([review([at(1), big, at(2)])]), { files });
    expect(reviews()).toHaveLength(1);
    expect(reviews()[0]?.comments.map(({ line }) => line)).toEqual([1, 2]);
    expect(reviews()[0]?.body).toMatch(/Not at their lines[^]*`src\/big\.js:7`[^]*Too \*\*big\*\*\./);
    expect(told()).toContain('Review with 2 comments');
  });

  test('whose comments GitHub does not take at all lands as its summary', async () => {
    lab = await makePostingWorld(leaving([review([at(1), at(2)])]));
    lab.fails('POST', /\/reviews$/, { status: 422, body: { message: 'Unprocessable Entity' } });
    await lab.dispatches();
    expect(lab.reviews()).toMatchObject([
      { comments: [], body: expect.stringMatching(/sum\.js:1[^]*sum\.js:2/) },
    ]);
    expect(lab.told()).toContain('Review with 0 comments');
  });

  /** A run during which somebody pushes to the pull request; `from` is what the new head is built on. */
  async function whilePushing(from: string): Promise<Posting> {
    const made = await makePostingWorld(async (claims, order) => {
      const { gitDir, github } = made.world;
      const sha = await commitInto(gitDir, { change: { 'src/sum.js': 'zero\n' }, from, onto: 'later' });
      await github.pushToPullRequest('acme/app', made.number, sha);
      return leaving([review([at(2)]), labels])(claims, order);
    });
    lab = made;
    await made.dispatches();
    return made;
  }

  test('stands at the commit that was looked at, whatever was pushed meanwhile', async () => {
    const { reviews, headSha } = await whilePushing('made');
    expect(reviews()).toMatchObject([{ commit: headSha, comments: [{ line: 2 }] }]);
  });

  test('of a commit that was pushed away is told of with the reason, and the rest lands', async () => {
    const { reviews, told, labels: set } = await whilePushing('main');
    expect(reviews()).toEqual([]);
    expect(told()).toMatch(/Not posted: review\.[^\n]*422[^\n]*not part of the pull request/);
    expect(set()).toEqual(['bug']);
  });

  test('has a place on pull requests alone', async () => {
    const play = leaving([review([]), check(), labels]);
    alone = await makeWorld({ play, files: { ...FILES, [CONFIG]: ALL } });
    await alone.says('wanda', '/dispatch reviewer look');
    const body = alone.answers()[0]?.body ?? '';
    expect(body).toMatch(/⚠️ reviewer is done, but not all of it was posted/);
    expect(body).toMatch(/Not posted: review\.[^\n]*pull request/);
    expect(body).toMatch(/Not posted: check\.[^\n]*not about a pull request/);
    expect(body).toMatch(/Labels: `bug`/);
  });
});

test('labels are added, and those that are there stay', async () => {
  const { labels: set, told } = await after(leaving([labels]));
  expect(set()).toEqual(['bug']);
  expect(told()).toContain('Labels: `bug`');
});

describe('nothing is posted', () => {
  const postings = () =>
    lab?.world.github.requests.filter(
      ({ method, path }) => method === 'POST' && /\/(?:reviews|labels)$/.test(path),
    );

  test('of a kind that the profile does not have', async () => {
    const config =
      'version: 1\nagents: { reviewer: { description: x, system_prompt: y, outputs: [comment] } }\n';
    const { told } = await after(leaving([review(), labels]), { config });
    expect(told()).toMatch(/not one of the agent/);
    expect(postings()).toEqual([]);
  });

  test('of a run that did not succeed', async () => {
    const cause = { code: 'budget', because: 'It ran out of money.', remedy: 'Raise it.' };
    const { told } = await after(async (claims, order) => ({
      ...(await succeeds({ outputs: [review(), labels], outcome: 'failed', cause })(claims, order)),
      conclusion: 'failure',
    }));
    expect(told()).toMatch(/Not posted: review\.[^\n]*only when the run succeeds/);
    expect(postings()).toEqual([]);
  });
});

test.each([
  ['review', /\/reviews$/, 'POST', 'pull_requests=write'],
  ['labels', /\/labels$/, 'POST', 'issues=write'],
])(
  'what GitHub refuses is told with its remedy, and the rest lands: %s',
  async (kind, path, method, needed) => {
    lab = await makePostingWorld(leaving([review(), check(1), labels]));
    const headers = { 'x-accepted-github-permissions': needed };
    lab.fails(
      method,
      path,
      { status: 403, body: { message: 'Resource not accessible by integration' }, headers },
      9,
    );
    await lab.dispatches();
    expect(lab.told()).toMatch(new RegExp(`Not posted: ${kind}\\.[^\\n]*403[^\\n]*${needed}`));
    expect(lab.told()).toMatch(/not all of it was posted[^]*All errors are handled/);
    expect(lab.reviews()).toHaveLength(kind === 'review' ? 0 : 1);
    expect(lab.labels()).toHaveLength(kind === 'labels' ? 0 : 1);
    expect(lab.checks()).toMatchObject([{ conclusion: 'neutral', annotations: [{}] }]);
  },
);
