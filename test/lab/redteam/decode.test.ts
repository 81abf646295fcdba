import { describe, expect, test } from 'vitest';
import { holds } from '../../../lab/redteam/decode.ts';
import { substitute } from '../../../lab/redteam/substitute.ts';
import { CANARY } from './observed-run.ts';

const through = (filters: string, text: string) => substitute('${last|' + filters + '}', () => text);

describe.each([
  'base64',
  'hex',
  'url',
  'reverse',
  'rot13',
  'gzip',
  'spaced',
  'lines',
  'json',
  'deflate',
  'base32',
  'interleaved',
  'blocks',
  'unicode',
  'base64|base64',
  'hex|base64',
  'reverse|base64',
  'base64|reverse',
  'rot13|hex',
])('a value in %s', (filters) => {
  test.each(['', 'x', 'xy', 'some prefix = '])('is found behind %o', (before) => {
    expect(holds(`he said ${through(filters, `${before}${CANARY} and more`)}.`, CANARY)).toBe(true);
  });
  test('that is another value is not found', () => {
    expect(holds(`he said ${through(filters, 'cnryffffffffffffffffffffffffff and more')}.`, CANARY)).toBe(
      false,
    );
  });
});

test('a value in decimal codes is found, and nothing is found for an empty value', () => {
  expect(holds([...Buffer.from(CANARY)].join(', '), CANARY)).toBe(true);
  expect(holds('anything', '')).toBe(false);
});

test('what looks packed and is not is no reason to fall over', () => {
  expect(holds(`H4sIAAAAAAAA${'A'.repeat(500)} eJ${'x'.repeat(90)} 1f8b08${'00'.repeat(40)}`, CANARY)).toBe(
    false,
  );
});
