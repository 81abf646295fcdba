import { afterEach, describe, expect, test } from 'vitest';
import { at, leaving, review } from './posting-world.ts';
import { makeTriggerWorld, triggered } from './trigger-world.ts';
import type { Play } from './world.ts';

/* Of the reviews that pushes bring one summary stands, and comments at lines say when they are outdated. */

let stage: Awaited<ReturnType<typeof makeTriggerWorld>>;
afterEach(() => stage.world.end());

const CONFIG = triggered('', '    outputs: [comment, review: { request_changes: true }]\n');
const CODE = { 'src/sum.js': 'one\ntwo\nthree\n' };

/** Runs that leave these reviews, one after the other; the last one again and again. */
function leavingEach(...plays: Play[]): Play {
  let runs = 0;
  return (claims, order) => {
    const play = plays[Math.min(runs, plays.length - 1)];
    runs += 1;
    if (play === undefined) throw new Error('no run is left');
    return play(claims, order);
  };
}

const says = (summary: string, comments: object[]) => leaving([review(comments, { summary })]);

async function reviewed(...plays: Play[]) {
  stage = await makeTriggerWorld({ config: CONFIG, play: leavingEach(...plays) });
  return stage.opens(CODE);
}

const bodies = (number: number) =>
  stage.reviews(number).map(({ comments }) => comments.map(({ body }) => body));

describe('the summary', () => {
  test('stands in the one comment, and the next one replaces it', async () => {
    const { number, headSha } = await reviewed(says('First look.', [at(2)]), says('Second look.', [at(1)]));
    expect(stage.told(number)).toHaveLength(1);
    expect(stage.told(number)[0]).toContain('First look.');
    const [first] = stage.reviews(number);
    expect(first).toMatchObject({ commit: headSha, comments: [{ line: 2, body: 'Why?' }] });
    expect(first?.body).not.toContain('First look.');
    expect(first?.body).toMatch(new RegExp(`^Review by \\*\\*reviewer\\*\\* of \`${headSha.slice(0, 12)}\``));
    const second = await stage.pushes(number, { 'src/sum.js': 'one\nTWO\nthree\n' });
    const [told = '', ...more] = stage.told(number);
    expect(more).toEqual([]);
    expect(told).toContain(`About \`${second.slice(0, 12)}\``);
    expect(told).toContain('Second look.');
    expect(told).not.toContain('First look.');
    expect(stage.reviews(number)).toHaveLength(2);
  });

  test('alone makes no review, and one that asks for changes does', async () => {
    const { number } = await reviewed(
      says('All is well.', []),
      leaving([review([], { event: 'REQUEST_CHANGES', summary: 'Not so.' })]),
    );
    expect(stage.reviews(number)).toEqual([]);
    expect(stage.told(number)[0]).toContain('All is well.');
    await stage.pushes(number, { 'src/sum.js': 'x\n' });
    expect(stage.reviews(number)).toMatchObject([{ state: 'CHANGES_REQUESTED' }]);
    expect(stage.told(number)[0]).toContain('Not so.');
  });

  test('is written anew where somebody deleted the comment', async () => {
    const { number } = await reviewed(says('First look.', []), says('Second look.', []));
    const [comment] = stage.world.answers(number);
    stage.world.github.deleteComment(comment?.id ?? 0, 'wanda');
    await stage.pushes(number, { 'src/sum.js': 'x\n' });
    expect(stage.told(number)).toEqual([expect.stringContaining('Second look.')]);
  });
});

describe('a comment at a line', () => {
  const OUTDATED = /^\*\*Outdated\.\*\* The review of `[0-9a-f]{12}` took its place/;

  test('says that it is outdated when its line has changed, and stays where it has not', async () => {
    const { number } = await reviewed(
      says('First.', [at(1, { body: 'Stays.' }), at(2, { body: 'Goes.' })]),
      says('Second.', []),
    );
    await stage.pushes(number, { 'src/sum.js': 'one\nTWO\nthree\n' });
    expect(bodies(number)).toEqual([['Stays.', expect.stringMatching(OUTDATED)]]);
  });

  test('does so when the new review says something at the same line', async () => {
    const { number } = await reviewed(says('First.', [at(1)]), says('Second.', [at(1, { body: 'Still.' })]));
    await stage.pushes(number, { 'src/other.js': 'x\n' });
    expect(bodies(number)).toEqual([[expect.stringMatching(OUTDATED)], ['Still.']]);
  });

  test('stays when somebody answered it, and when it is no comment of such a review', async () => {
    const { number } = await reviewed(
      says('First.', [at(1, { body: 'Answered.' }), at(2, { body: 'Goes.' })]),
      says('By a command.', [at(2, { body: 'Asked for.' })]),
      says('Third.', []),
    );
    const [first] = stage.reviews(number);
    const to = first?.comments[0]?.id ?? 0;
    stage.world.github.answerReviewComment('acme/app', number, 'wanda', to, 'Because.');
    await stage.world.says('wanda', '/dispatch reviewer look', number);
    await stage.pushes(number, { 'src/sum.js': 'ONE\nTWO\nthree\n' });
    expect(bodies(number)).toEqual([
      ['Answered.', expect.stringMatching(OUTDATED), 'Because.'],
      ['Asked for.'],
    ]);
  });

  test('is written to once, and never where it is not ours', async () => {
    const { number } = await reviewed(says('First.', [at(2)]), says('Next.', []));
    await stage.pushes(number, { 'src/sum.js': 'one\nTWO\nthree\n' });
    await stage.pushes(number, { 'src/sum.js': 'one\n2\nthree\n' });
    expect(stage.asked(/\/pulls\/comments\/\d+$/)).toHaveLength(1);
  });

  test('that cannot be marked keeps nothing from being told', async () => {
    const { number } = await reviewed(says('First.', [at(2)]), says('Second.', [at(1)]));
    const respond = { status: 403, body: { message: 'Resource not accessible by integration' } };
    stage.world.github.faults.add({ method: 'PATCH', path: /\/pulls\/comments\//, times: 9, respond });
    await stage.pushes(number, { 'src/sum.js': 'one\nTWO\nthree\n' });
    expect(stage.told(number)[0]).toMatch(/✅ reviewer is done[^]*Second\./);
    expect(stage.reviews(number)).toHaveLength(2);
    expect(stage.world.logged.join('\n')).toMatch(/do not say that they are outdated/);
  });
});
