import { afterEach, describe, expect, test } from 'vitest';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import type { Settings } from '../../app/settings.ts';
import { goodResult, succeeds, zipOf, type Play } from './world.ts';
import { CONFIG, makePullWorld } from './pull-world.ts';

let end: () => Promise<void> = async () => {};
afterEach(() => end());

const config = (outputs: string) => `version: 1
agents:
  reviewer: { description: Reviews code, system_prompt: You review., outputs: ${outputs} }
`;
const REVIEW = config('[comment, review: { comments: 1 }]');
const review = (line: number, more: object = {}): AcceptedOutput[] => [
  {
    kind: 'review',
    event: 'COMMENT',
    summary: 'Looked at it.',
    comments: [{ path: 'src/sum.js', line, body: 'DUMMY-WORDS' }],
    ...more,
  },
];

/** A pull request with one new file of two lines, a run on it that leaves this, and the comment at its end. */
async function endsWith(play: Play, text = REVIEW, settings: Partial<Settings> = {}): Promise<string> {
  const { world, opens } = await makePullWorld({ play, files: { [CONFIG]: text }, settings });
  end = () => world.end();
  const { number } = await opens({ 'src/sum.js': 'one\ntwo\n' });
  await world.says('wanda', '/dispatch reviewer look', number);
  const [answer, ...more] = world.answers(number);
  expect(more).toEqual([]);
  return answer?.body ?? '';
}
const leaving = (outputs: Result['outputs']) => succeeds(outputs === undefined ? {} : { outputs });

test('what a run handed back within its limits stands, and its kinds are told', async () => {
  expect(await endsWith(leaving(review(2)))).toMatch(/All errors are handled[^]*Review with 1 comment/);
});

test('a run that handed back nothing is told of as ever', async () => {
  expect(await endsWith(leaving(undefined))).not.toContain('Handed in');
});

describe('nothing of a result counts when what it handed back', () => {
  test.each<[string, Result['outputs'], RegExp]>([
    ['is at a line that the change does not have', review(3), /no line 3 on the side RIGHT/],
    [
      'is more than the profile allows',
      [...review(2)].map((one) => ({
        ...one,
        comments: [...(one as { comments: object[] }).comments, ...(one as { comments: object[] }).comments],
      })) as AcceptedOutput[],
      /has 2 comments and may have 1/,
    ],
    ['approves', review(2, { event: 'APPROVE' }), /APPROVE is not allowed/],
    ['is of another kind', [{ kind: 'labels', add: ['bug'] }], /not one of the agent/],
    ['stands twice', [...review(2), ...review(2)], /there are two of it/],
  ])('%s', async (_, outputs, words) => {
    const body = await endsWith(leaving(outputs));
    expect(body).toMatch(words);
    expect(body).not.toMatch(/All errors are handled|DUMMY-WORDS/);
  });
});

test('it is the profile that refuses: where it allows them, the same labels stand (ablation)', async () => {
  const labels: AcceptedOutput[] = [{ kind: 'labels', add: ['bug'] }];
  expect(await endsWith(leaving(labels), config('[comment, labels: { allow: [bug] }]'))).toContain(
    'Labels: `bug`',
  );
});

test('the operator of the app has the last word', async () => {
  const operator = { outputs: [{ review: { comments: 0 } }] };
  const play: Play = async (claims, order) => leaving(review(2))(claims, order);
  const body = await endsWith(play, REVIEW, { operator });
  expect(body).not.toContain('All errors are handled');
  expect(body).toMatch(/comments: 1 of review/);
});

test('a result of a newer action is refused by name of what is not known', async () => {
  const play: Play = async (claims) => ({
    conclusion: 'success',
    artifacts: [
      {
        name: 'agent-dispatch',
        zip: await zipOf({ 'result.json': JSON.stringify({ ...goodResult(claims), later_outputs: [] }) }),
      },
    ],
  });
  expect(await endsWith(play)).toMatch(/`?later_outputs`?, which this version does not know[^]*same version/);
});
