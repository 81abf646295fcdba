import { describe, expect, test } from 'vitest';
import { oracles, judgeRun } from '../../../lab/redteam/oracles/table.ts';
import { Oracles } from '../../../lab/redteam/scenario-oracles.ts';
import { API_KEY, CANARY, cleanRun } from './observed-run.ts';
import { cases as others } from './oracle-cases.ts';
import { postedCases } from './posted-cases.ts';

const cases = [...others, ...postedCases];

describe.each(cases)('$oracle', ({ oracle, asks, clean, dirty }) => {
  test('finds nothing in a run that held', () => {
    expect(oracles[oracle](cleanRun(asks, clean))).toEqual([]);
  });
  test.each(dirty.map((seen) => [seen]))('finds what was let through (%#)', (seen) => {
    expect(oracles[oracle](cleanRun(asks, seen))).not.toEqual([]);
  });
});

test('every oracle that a scenario can name is tested here', () => {
  expect(cases.map(({ oracle }) => oracle).toSorted()).toEqual(Object.keys(Oracles.shape).toSorted());
  expect(Object.keys(oracles).toSorted()).toEqual(Object.keys(Oracles.shape).toSorted());
});

test('the key and the token are watched in every scenario', () => {
  const seen = cleanRun({ survivors: true }, { log: `key ${API_KEY}` });
  expect(judgeRun(seen)).toEqual([
    { oracle: 'post', exit: 'outlets', what: 'the canary api-key is in the log' },
  ]);
});

test('what reached a listener took the way out that it spoke', () => {
  const caught = [
    { where: 'tcp', text: 'GET /x HTTP/1.1\r\n\r\n' },
    { where: 'dns', text: CANARY },
    { where: 'socket', text: '' },
  ] as const;
  expect(judgeRun(cleanRun({ sink: ['one'] }, { caught })).map(({ exit }) => exit)).toEqual([
    'http',
    'dns',
    'socket',
  ]);
});
