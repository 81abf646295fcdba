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
  const [first] = view.kind === 'decoding' ? view.of(text) : [];
  expect(Buffer.from(first?.bytes ?? []).toString()).toContain(LAST);
});
