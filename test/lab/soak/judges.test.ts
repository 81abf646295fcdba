import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../edge/store/job.ts';
import { anomaliesOf, type Transition } from '../../../lab/soak/history.ts';
import { TOLERANCES } from '../../../lab/soak/memory.ts';
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
