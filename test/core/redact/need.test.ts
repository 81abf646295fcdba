import { expect, test } from 'vitest';
import { stepsOf } from '../../../core/redact/kinds/guard-steps.ts';
import {
  absentUntil,
  COMMON,
  FOREIGN,
  mayCome,
  needOf,
  needOfAny,
  SHORT,
  TELLING,
} from '../../../core/redact/kinds/need.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';

const SEED = 20_261_121;

/** What is remembered of one text, asked for in order as anchors come, against looking again each time. */
test.each([
  ['[a-z]{8}', 0],
  ['[a-z]{24}', 24],
  ['\\d{2,5}[a-z]{12}', 0],
  ['[^@]{0,40}@', 0],
])('%s is said to be missing only where it is, seed 20261121', (source, slack) => {
  const need = needOf(stepsOf(source), 'key_', slack);
  if (need === null) throw new Error(`${source} needs nothing`);
  let [missing, quiet] = [0, 0];
  for (let turn = 0; turn < 400; turn++) {
    const random = randomOf(SEED, turn);
    const length = 300 + random.below(3000);
    const codes = Uint8Array.from({ length }, () => (random.below(turn % 40) === 0 ? 64 : 97));
    for (let place = random.below(10); place < length; place += 1 + random.below(60)) {
      const said = mayCome(need, codes, place, turn);
      expect(said || !isThere(codes, need, place), `turn ${turn}, place ${place}`).toBe(true);
      if (!said) missing += 1;
      const until = said ? 0 : Math.min(absentUntil(need, codes, place, turn), length);
      for (let at = place; at < until; at += 7) {
        quiet += 1;
        expect(isThere(codes, need, at), `turn ${turn}, quiet at ${at}`).toBe(false);
      }
    }
  }
  expect(missing).toBeGreaterThan(100);
  expect(quiet).toBeGreaterThan(100);
});

function isThere(codes: Uint8Array, need: NonNullable<ReturnType<typeof needOf>>, place: number): boolean {
  for (let start = place + need.first; start <= place + need.last; start++) {
    const row = codes.subarray(start, start + need.least);
    if (row.length === need.least && row.every((code) => need.holds[code] === 1)) return true;
  }
  return false;
}

test('of steps of few characters those tell most that the anchor does not have, the first of them', () => {
  const need = needOf(stepsOf('[a-z]{2}\\d\\d-[a-z]{4}'), 'key-', 0);
  expect(need).toMatchObject({ first: 2, least: 1, worth: FOREIGN });
  expect(need?.holds[48]).toBe(1);
  expect(needOf(stepsOf('[a-z]{2}[b-z]{3}'), 'key-', 0)).toMatchObject({ least: 3, worth: SHORT });
});

test('what any anchor has itself is no need, but a long row of it', () => {
  expect(needOf(stepsOf('[a-z-]{4}'), 'key-', 0)).toBeNull();
  expect(needOf(stepsOf('[a-z-]{5}'), 'key-', 0)).toMatchObject({ least: 5, worth: COMMON });
});

test('of single characters that an anchor does not have the last is needed most', () => {
  expect(needOf(stepsOf('\\s{0,3}:[A-Z]{2},'), 'key-', 0)).toMatchObject({ single: 44, worth: TELLING });
});

test('of rows that need different classes either will do', () => {
  const need = needOfAny([stepsOf('[0-9a-f]{32}'), stepsOf('[A-Z]{22}')], 0);
  expect(need?.least).toBe(22);
  expect(['7', 'a', 'Z', 'z'].map((one) => need?.holds[one.charCodeAt(0)])).toEqual([1, 1, 1, 0]);
});
