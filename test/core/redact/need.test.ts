import { expect, test } from 'vitest';
import { stepsOf } from '../../../core/redact/kinds/guard-steps.ts';
import { absentUntil, mayCome, needOf } from '../../../core/redact/kinds/need.ts';
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

test('steps of few characters, which any text has, are no need', () => {
  expect(needOf(stepsOf('[a-z]{2}\\d{3}-'), 'key-', 0)).toBeNull();
});
