import { expect, test } from 'vitest';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import {
  cleanText,
  hostilePieces,
  MOST_TIMES,
  rateOf,
  repeated,
  timesAsLong,
} from '../../../lab/fuzz/secrets/hostile.ts';

/** For texts as short as those here the steps of the clock count; `npm run fuzz -- rules` measures a megabyte of each. */
const SLACK = 4;

const WORST = [
  'eyJ',
  'eyJ.',
  'ghs_1_a.',
  '-----BEGIN ',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----END RSA PRIVATE KEY-----\n',
  'AKIA',
  `AKIA${'B'.repeat(16)} `,
  '://',
  'a://b:',
  'T3BlbkFJ',
  'ya29.',
  'datadog ',
  'password=',
  '"kty":',
  'AAAA',
  'glpat-',
  'Bearer ',
];

/** Milliseconds of our own time: what else the machine does is no matter. The best of five. */
function took(text: string): number {
  const once = () => {
    const before = process.cpuUsage();
    findShapes(text);
    return process.cpuUsage(before).user / 1000;
  };
  return Math.min(once(), once(), once(), once(), once());
}

test.each(WORST)('doubling a text of %j at most doubles the time', (piece) => {
  took(repeated(piece, 50_000));
  // The second term is for the steps of the clock; a quadratic search would take seconds, and each time.
  const isLinear = () => took(repeated(piece, 400_000)) < 2.2 * took(repeated(piece, 200_000)) + 10;
  expect([1, 2, 3].some(isLinear)).toBe(true);
});

test('no kind makes the search crawl on text that is made of its beginnings', () => {
  const crawls = (piece: string) =>
    rateOf(repeated(piece, 8_000), 2) < 1 && rateOf(repeated(piece, 32_000), 5) < 1;
  expect(kinds.flatMap((kind) => hostilePieces(kind).filter(crawls))).toEqual([]);
});

test('the hostile texts of no kind take four times as long as clean text', () => {
  const length = 20_000;
  const clean = cleanText(length);
  const slow = kinds.flatMap((kind) =>
    hostilePieces(kind).filter((piece) => {
      const text = repeated(piece, length);
      // What the machine does besides makes either longer; what costs too much does so each time.
      return [1, 2, 3].every(() => timesAsLong(findShapes, text, clean) > MOST_TIMES + SLACK);
    }),
  );
  expect(slow).toEqual([]);
});

test('a search that tries an expression at each beginning takes more', () => {
  const expression = /sk-[\w-]{20,2000}!/y;
  const find = (text: string) => {
    for (let at = text.indexOf('sk-'); at !== -1; at = text.indexOf('sk-', at + 1)) {
      expression.lastIndex = at;
      expression.test(text);
    }
  };
  expect(timesAsLong(find, repeated('sk-', 3000), cleanText(3000))).toBeGreaterThan(MOST_TIMES + SLACK);
});

test('a shape that was quadratic would be seen', () => {
  const quadratic = /\.(?=[^~]{0,100000}~)/y;
  const text = repeated('.', 20_000);
  const before = process.cpuUsage();
  for (let at = 0; at < text.length; at++) {
    quadratic.lastIndex = at;
    quadratic.test(text);
  }
  expect(text.length / process.cpuUsage(before).user).toBeLessThan(0.5);
});
