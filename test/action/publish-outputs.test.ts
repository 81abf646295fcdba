import { expect, test } from 'vitest';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import type { Permissions } from '../../lab/runner/job-order.ts';
import { check, KEY, labels, published, review } from './publishing.ts';

/*
 * A job without an app and without an agent posts what another job's agent handed in, after the same checks.
 * publish-ablation.test.ts shows what is posted without them.
 */

test('a review, a check and labels are posted, and the comment links to them', async () => {
  const { body, sent, github, posted, issue } = await published([review(2), check(60), labels]);
  expect(posted).not.toHaveProperty('refused');
  expect(sent('/reviews')).toMatchObject([
    { body: { event: 'COMMENT', comments: [{ path: 'a.js', line: 2 }] } },
  ]);
  expect(JSON.stringify(sent('/reviews'))).toContain('`@everyone`');
  expect(body).toMatch(
    /✅ reviewer is done[^]*\[Review with 1 comment\][^]*\[Check with 60 annotations\][^]*`neutral`[^]*Labels: `bug`/,
  );
  expect(JSON.stringify([...(issue?.labels ?? [])])).toContain('bug');
  expect(github.violations).toEqual([]);
});

test('a patch stays in the artifact, and files are named where they are those of the result', async () => {
  const file = { name: 'a.md', bytes: 1, sha256: sha256('x') };
  const outputs: AcceptedOutput[] = [
    { kind: 'patch', title: 'Add', body: 'It adds.' },
    { kind: 'artifact', files: [{ name: 'a.md', path: 'a.md' }] },
  ];
  const more: Partial<Result> = {
    kept: { became: 'kept', files: [file] },
    change: { became: 'made', base: 'a'.repeat(40), files: [{ path: 'b', mode: null, sha256: null }] },
  };
  const { body, posted } = await published(outputs, { more, files: { 'a.md': 'x' } });
  expect(body).toMatch(/\[Artifact with 1 file\][^]*`a\.md`[^]*Handed in: patch\.[^]*changes\.patch/);
  expect(posted).toMatchObject({ posted: [{ became: 'artifact' }] });
  const other = await published(outputs, { more, files: { 'a.md': 'y' } });
  expect(other.posted).toMatchObject({ code: 'output-refused' });
  expect(other.body).toMatch(/❌ reviewer failed[^]*a\.md is not the file/);
});

test.each<[string, Permissions, RegExp]>([
  [
    'a review',
    { issues: 'write', contents: 'read', checks: 'write', 'pull-requests': 'read' },
    /Not posted: review[^\n]*`permissions: \{ pull-requests: write \}`/,
  ],
  [
    'a check',
    { issues: 'write', contents: 'read', 'pull-requests': 'write' },
    /Not posted: check[^\n]*`permissions: \{ checks: write \}`/,
  ],
])(
  'without its permission %s is not posted, the missing one is named, and the rest lands',
  async (_, permissions, words) => {
    const { body, issue } = await published([review(2), check(1), labels], { permissions });
    expect(body).toMatch(words);
    expect(body).toContain('not all of it was posted');
    expect(JSON.stringify([...(issue?.labels ?? [])])).toContain('bug');
  },
);

test('more than the profile of the default branch allows is refused as a whole', async () => {
  const comments = [1, 2, 2].map((line) => ({ path: 'a.js', line, body: 'x' }));
  const { body, posted, sent } = await published([{ ...review(1), comments } as AcceptedOutput, labels]);
  expect(posted).toMatchObject({ code: 'output-refused' });
  expect(body).toMatch(/❌ reviewer failed[^]*not what the agent may hand back/);
  expect([...sent('/reviews'), ...sent('/labels')]).toEqual([]);
});

test('a line that the diff does not have is refused, too', async () => {
  const { posted, sent } = await published([review(9)]);
  expect(posted).toMatchObject({ code: 'output-refused' });
  expect(sent('/reviews')).toEqual([]);
});

test('the artifact does not choose the profile: the step names the agent, or nothing but the answer is posted', async () => {
  const other = await published([labels], { agent: 'quiet' });
  expect(other.posted).toMatchObject({ code: 'result-foreign' });
  expect(other.sent('/labels')).toEqual([]);
  const quiet = await published([labels], { agent: 'quiet', more: { agent: 'quiet' } });
  expect(quiet.posted).toMatchObject({ code: 'output-refused' });
  expect(quiet.sent('/labels')).toEqual([]);
  const none = await published([labels], { agent: '' });
  expect(none.body).toMatch(/Not posted: labels\.\*\* The step that posts does not say/);
  expect(none.sent('/labels')).toEqual([]);
});

test('a hidden secret in one of them keeps everything back', async () => {
  const hidden = [...Buffer.from(KEY).toString('base64')].toReversed().join('');
  const { body, sent, desk } = await published([{ ...review(2), summary: hidden } as AcceptedOutput, labels]);
  expect(body).toMatch(/Not posted: review\.[^\n]*withheld[^]*Not posted: labels\./);
  expect([...sent('/reviews'), ...sent('/labels')]).toEqual([]);
  expect(desk.withheld).not.toEqual([]);
  expect(body).not.toContain(hidden);
});

test('of a run that did not succeed nothing but the comment is posted', async () => {
  const cause = { code: 'run-failed', because: 'It failed.', remedy: 'Look.' };
  const { body, sent } = await published([labels], { more: { outcome: 'failed', cause, error_code: 'cli' } });
  expect(body).toMatch(/❌ reviewer failed[^]*Not posted: labels/);
  expect(sent('/labels')).toEqual([]);
});
