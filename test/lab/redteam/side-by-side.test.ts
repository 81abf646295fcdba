import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { secondsOf } from '../../../lab/redteam/long-first.ts';
import { patienceMs } from '../../../lab/redteam/patience.ts';
import { silentLines } from '../../../lab/redteam/report.ts';
import { sideBySide } from '../../../lab/redteam/side-by-side.ts';
import { scenarioWith } from './observed-run.ts';

describe('work side by side', () => {
  const played = async (stopAfter: number) => {
    const stop = new AbortController();
    const told: string[] = [];
    await sideBySide(
      ['a', 'b', 'c'],
      { jobs: 2, signal: stop.signal, onMove: (done, now) => told.push(`${done}: ${now.join()}`) },
      async (item) => {
        // The first goes on for longer than the others.
        for (let turns = item === 'a' ? 9 : 1; turns > 0; turns -= 1) await turn();
        if (told.length >= stopAfter) stop.abort();
      },
    );
    return told;
  };

  test('tells what is done and what is going on', async () => {
    expect(await played(Infinity)).toEqual(['0: a', '0: a,b', '1: a,c']);
  });

  test('has one that waits beside so many others, and more of them once there are no others', async () => {
    const told: string[] = [];
    const options = {
      jobs: 2,
      signal: new AbortController().signal,
      onMove: (_done: number, now: readonly string[]) => void told.push(now.join()),
      waits: (item: string) => item.startsWith('w'),
    };
    await sideBySide(['w1', 'w2', 'w3', 'a', 'b', 'c'], options, async (item) => {
      for (let turns = item.startsWith('w') ? 9 : 1; turns > 0; turns -= 1) await turn();
    });
    expect(told).toEqual(['w1', 'w1,a', 'w1,a,b', 'w1,b,c', 'w1,c,w2', 'w1,w2,w3']);
  });

  test('takes no more when it is interrupted', async () => {
    expect(await played(2)).toEqual(['0: a', '0: a,b']);
  });
});

test('what waits or takes many turns is begun first', () => {
  const plain = scenarioWith({});
  const waiting = scenarioWith({ oracles: { time: { seconds: 25 }, survivors: true } });
  const long = scenarioWith({
    model: [
      { text: 'x', repeat: 100 },
      { text: 'x', delay_ms: 5000 },
    ],
  });
  const order = [plain, long, waiting].toSorted((one, other) => secondsOf(other) - secondsOf(one));
  expect(order).toEqual([waiting, long, plain]);
});

test('a run may take what its scenario says, and longer where the machine has more to do', () => {
  const timed = scenarioWith({ oracles: { time: { seconds: 25 } } });
  expect([0, 4, 8, 80].map((load) => patienceMs(timed, load, 2))).toEqual([25_000, 25_000, 50_000, 100_000]);
  expect(Number.isInteger(patienceMs(timed, 7.123_45, 2))).toBe(true);
  expect(patienceMs(scenarioWith({}), 0, 2)).toBe(100_000);
});

test('an ablation that fell over says so, and is none that fired', () => {
  const made = [
    { holes: ['no-cage'], fired: false, hits: [], tookMs: 1, broken: 'no port is free' },
    { holes: ['root-kept'], fired: false, hits: [], tookMs: 1 },
    { holes: ['gate-open'], fired: true, hits: [], tookMs: 1 },
  ];
  expect(silentLines(made)).toEqual([
    '    with no-cage: it could not be made: no port is free',
    '    with root-kept: no oracle fired, so the check cannot fail',
  ]);
});
