import { expect, test } from 'vitest';
import { makeResult } from '../../action/result.ts';
import { readResult } from '../../core/output/result.ts';

const withText = (text: string) =>
  makeResult(
    { authority: null, agent: 'reviewer', durationMs: 1 },
    { verdict: { outcome: 'success', cause: null, text } },
  );

test('an answer is kept as it is', () => {
  expect(withText('All is well. 🙂').text).toBe('All is well. 🙂');
});

test.each([
  ['control characters', '\u0001'],
  ['characters of three bytes', '語'],
  ['halves of characters', '\ud800'],
  ['letters', 'x'],
])('an endless answer of %s can still be read by whoever publishes it', (_what, character) => {
  const json = JSON.stringify(withText(character.repeat(3_000_000)));
  expect(Buffer.byteLength(json)).toBeLessThan(1024 * 1024);
  expect(readResult(json)).toMatchObject({ outcome: 'success', text: expect.stringMatching(/… \(cut\)$/) });
});
