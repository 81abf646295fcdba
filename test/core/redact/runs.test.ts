import { expect, test } from 'vitest';
import { base64 } from '../../../core/redact/views/base64.ts';
import { hex } from '../../../core/redact/views/hex.ts';

const LAST = 'the last words of the text';

test.each([
  [hex, 'hex'],
  [base64, 'base64'],
] as const)('of very many runs the last one is decoded, too: $name', (view, encoding) => {
  // Runs without a rest, of which each takes a byte more than its symbols.
  const runs = Array.from({ length: 3000 }, () => Buffer.from('twelve bytes').toString(encoding));
  const text = new Uint8Array(Buffer.from(`${runs.join(' ')} ${Buffer.from(LAST).toString(encoding)} end`));
  const [first] = view.of(text, false);
  expect(Buffer.from(first?.bytes ?? []).toString()).toContain(LAST);
});

test('where the search finds no base64 there is no hexadecimal: it looks for none then', () => {
  const digits = '0123456789abcdefABCDEF';
  for (let length = 1; length < 40; length++)
    for (let from = 0; from < digits.length; from++) {
      const run = Array.from({ length }, (_, at) => digits[(from + at) % digits.length]).join('');
      const text = new Uint8Array(Buffer.from(`. ${run} .`));
      expect(hex.of(text, false).length > 0 && base64.of(text, false).length === 0).toBe(false);
    }
  expect(hex.of(new Uint8Array(Buffer.from('0123456789ab')), false)).not.toEqual([]);
});
