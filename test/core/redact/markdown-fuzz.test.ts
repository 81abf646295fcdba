import { describe, expect, test } from 'vitest';
import { caseAt, outcomeOf } from '../../fuzz/markdown/check.ts';
import { minimised } from '../../fuzz/markdown/minimise.ts';
import { dangersIn } from '../../fuzz/markdown/oracle.ts';

const SEED = 20_261_121;
const MOST = 1000;
const MILLISECONDS = 5000;

describe('whatever is written', () => {
  test(`nothing active is left and a second pass changes nothing, seed ${SEED}`, () => {
    const before = process.cpuUsage();
    for (let index = 0; index < MOST; index++) {
      expect({ index, problem: outcomeOf(caseAt(SEED, index)).problem }).toEqual({ index, problem: null });
      if (process.cpuUsage(before).user > MILLISECONDS * 1000 && index > 100) break;
    }
  });

  test('and without the gate most of it is dangerous', () => {
    const dangerous = Array.from({ length: 40 }, (_, index) => dangersIn(caseAt(SEED, index).text));
    expect(dangerous.filter((found) => found.length > 0).length).toBeGreaterThan(30);
  });
});

test('a failing document is made as short as it can be', () => {
  expect(minimised('one two **@x** three', (text) => text.includes('@x'))).toBe('@x');
});
