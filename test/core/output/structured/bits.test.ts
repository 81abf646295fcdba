import { expect, test } from 'vitest';
import type { OutputSchema } from '../../../../core/config/output-schema.ts';
import { structuredVerdict } from '../../../../core/output/kinds/structured.ts';
import { bitsOf } from '../../../../core/output/structured/bits.ts';

const bool: OutputSchema = { type: 'boolean' };
const three: OutputSchema = { type: 'string', enum: ['low', 'mid', 'high'] };
const digit: OutputSchema = { type: 'integer', minimum: -1, maximum: 3 };
const list = (items: OutputSchema, maxItems: number): OutputSchema => ({ type: 'array', items, maxItems });
const object = (properties: Record<string, OutputSchema>): OutputSchema => ({ type: 'object', properties });

/** Every value that might follow one of these schemas, and some that do not. */
function candidates(schema: OutputSchema): unknown[] {
  switch (schema.type) {
    case 'boolean':
      return [true, false, null];
    case 'integer':
      return [-2, -1, 0, 1, 2, 3, 4, 0.5];
    case 'string':
      return ['low', 'mid', 'high', 'none'];
    case 'array':
      return Array.from({ length: schema.maxItems + 2 }, (_, most) => most).flatMap((length) =>
        Array.from({ length }).reduce<unknown[][]>(
          (lists) => lists.flatMap((one) => candidates(schema.items).map((item) => [...one, item])),
          [[]],
        ),
      );
    case 'object':
      return Object.entries(schema.properties).reduce<object[]>(
        (objects, [name, part]) =>
          objects.flatMap((one) => candidates(part).map((value) => ({ ...one, [name]: value }))),
        [{}],
      );
  }
}

test.each<[string, OutputSchema]>([
  ['a boolean', bool],
  ['an enum', three],
  ['an integer', digit],
  ['a list', list(three, 3)],
  ['a list of one value', list({ type: 'string', enum: ['low'] }, 4)],
  ['an object', object({ a: bool, b: three, c: digit })],
  ['a list of objects', list(object({ a: bool, b: three }), 2)],
])('the bits of %s are those of the number of answers that pass', (_, schema) => {
  const passed = candidates(schema).flatMap((value) => {
    const { outcome, text } = structuredVerdict(
      { outcome: 'success', cause: null, text: JSON.stringify(value) },
      schema,
    );
    return outcome === 'success' ? [text] : [];
  });
  expect(new Set(passed).size).toBeGreaterThan(1);
  expect(bitsOf(schema)).toBeCloseTo(Math.log2(new Set(passed).size), 9);
});

test('the bits of long texts are finite and grow with them', () => {
  const short = bitsOf({ type: 'string', maxLength: 1 });
  expect(short).toBeCloseTo(Math.log2(1 + 0x110000 - 2048), 9);
  const long = bitsOf(list({ type: 'string', maxLength: 10_000 }, 1000));
  expect(long / short).toBeCloseTo(10_000_000, -3);
});
