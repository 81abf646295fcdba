import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../edge/store/job.ts';
import { findingsOf, isToldWhy, type CommandAftermath } from '../../../lab/faults/app/oracles.ts';
import { speedFor } from '../../../lab/soak/clock.ts';
import { anomaliesOf, type Transition } from '../../../lab/soak/history.ts';
import { TOLERANCES } from '../../../lab/soak/memory.ts';
import { mostTold } from '../../../lab/soak/plausible.ts';
import { trendOf } from '../../../lab/soak/slope.ts';

const through = (...states: JobState[]): Transition[] =>
  states.map((to, at) => ({ from: at === 0 ? null : (states[at - 1] ?? null), to }));

describe('a history', () => {
  test.each([
    ['that ends well', through('authorised', 'reserved', 'dispatching', 'dispatched', 'done')],
    ['that ends early', through('authorised', 'failed')],
    [
      'whose run was asked for once more',
      through('authorised', 'reserved', 'dispatching', 'reserved', 'dispatching', 'dispatched', 'done'),
    ],
    [
      'whose result was read again',
      through('authorised', 'reserved', 'collecting', 'publishing', 'collecting', 'done'),
    ],
  ])('%s has nothing wrong', (_, history) => {
    expect(anomaliesOf(history, history.at(-1)?.to ?? 'failed')).toEqual([]);
  });

  const good = through('authorised', 'reserved', 'done');
  test.each([
    ['a gap', [good[0]!, good[2]!], 'done', 'goes on from reserved where it was authorised'],
    [
      'a step back',
      through('authorised', 'running', 'reserved', 'done'),
      'done',
      'goes back from running to reserved',
    ],
    ['two ends', through('authorised', 'done', 'failed'), 'failed', 'goes to failed after it ended as done'],
    ['no end', through('authorised', 'running'), 'running', 'has no end'],
    ['another row', good, 'failed', 'its row says failed, its history done'],
    ['nothing', [], 'done', 'its row says done, its history nothing'],
    [
      'a third run',
      through(
        'authorised',
        'reserved',
        'dispatching',
        'reserved',
        'dispatching',
        'reserved',
        'dispatching',
        'done',
      ),
      'done',
      'its run was asked for 3 times',
    ],
  ] as const)('with %s is found', (_, history, state, what) => {
    expect(anomaliesOf(history, state)).toContain(what);
  });
});

describe('memory', () => {
  const samples = (bytes: (at: number) => number) =>
    Array.from({ length: 40 }, (_, at) => ({ at: at * 1000, bytes: bytes(at) }));
  const noise = (at: number) => ((at * 7919) % 13) * 100_000;

  test.each([
    ['that goes up and down', (at: number) => 60e6 + noise(at), true],
    ['that warms up and stays', (at: number) => 60e6 + Math.min(at, 10) * 2e6 + noise(at), true],
    ['with one peak', (at: number) => 60e6 + noise(at) + (at === 30 ? 90e6 : 0), true],
    ['that is given back', (at: number) => 90e6 - at * 1e6, true],
    ['that leaks', (at: number) => 60e6 + noise(at) + at * 500_000, false],
  ])('%s', (_, bytes, isFlat) => {
    expect(trendOf(samples(bytes), TOLERANCES.heap).isFlat).toBe(isFlat);
  });

  test('of which too little is known is no pass', () => {
    expect(() => trendOf(samples(() => 1).slice(0, 4), TOLERANCES.heap)).toThrow('4 samples are too few');
  });
});

describe('a command for an agent that made no job', () => {
  const MARK = '<!-- agent-dispatch reply=1 mac=abc -->';
  const told = (why: string, mend: string) =>
    `@wanda, this request was not carried out. ${why}\n\n${mend}\n\n${MARK}\n`;
  const failed = 'Could not read the branch main: GitHub answered 500 (no; GET /repos/{owner}).';
  const again = 'Try again in a few minutes; GitHub’s status page says whether it has trouble.';
  const limited = 'GitHub refused a call for a limit.';
  const after = (comments: string[]): CommandAftermath => ({
    wants: 'run',
    name: 'a/b#1',
    runs: 0,
    comments,
    checks: null,
    job: null,
    history: [],
    isQuiet: true,
  });
  const found = (comments: string[]) => findingsOf(after(comments), { mayBeTold: true });

  test.each([
    ['a call that failed', told(failed, again)],
    ['a limit', told(limited, 'GitHub is asked again from 10:14:59 UTC on; write the command again then.')],
  ])('was told of %s: that is counted, where it may be', (_, text) => {
    expect(found([text])).toEqual([]);
    expect(isToldWhy(after([text]))).toBe(true);
    expect(findingsOf(after([text]))).toMatchObject([
      { oracle: 'lost', what: expect.stringContaining(text) },
    ]);
  });

  test.each<[string, string[]]>([
    ['no word', []],
    ['no cause', [told('It failed.', again)]],
    ['no call', [told('Could not begin.', again)]],
    ['no mend', [told(failed, 'Sorry.')]],
    ['a promise that nobody keeps', [told(limited, 'The app itself tries again then.')]],
    ['a final refusal', [told(failed.replace('500', '404'), again)]],
    ['a defect', [told('The app met a defect.', 'Write the command again; if it stays, see the log.')]],
    ['a reply and more', [`${told(failed, again)}\nAnd more.`]],
    ['two replies', [told(failed, again), told(failed, again)]],
  ])('and was told %s is lost', (_, comments) => {
    expect(found(comments).length).toBeGreaterThan(0);
    expect(isToldWhy(after(comments))).toBe(false);
  });
});

test('how many may be told is none where few calls fail, and some where many do', () => {
  const shares = { limits: 3 / 8, failures: 1 / 2 };
  expect(mostTold(10_000, 5, shares)).toBe(0);
  expect(mostTold(100, 20, shares)).toBe(0);
  expect(mostTold(100, 50, shares)).toBeGreaterThan(0);
  expect(mostTold(100, 50, shares)).toBeLessThan(10);
});

test('however long a soak is, the app is never so far ahead of GitHub that it takes news for a replay', () => {
  expect(speedFor(20)).toBe(72);
  for (const minutes of [39, 40, 41, 60, 600])
    expect((speedFor(minutes) * minutes) / 1440).toBeLessThan(2.01);
});
