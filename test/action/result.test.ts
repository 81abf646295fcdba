import { expect, test } from 'vitest';
import { makeResult } from '../../action/result.ts';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import { readResult } from '../../core/output/result.ts';

const withText = (text: string) =>
  makeResult(
    { authority: null, agent: 'reviewer', durationMs: 1 },
    { verdict: { outcome: 'success', cause: null, text } },
  );

test('what was handed in stands in the result, whose text leaves room for it', () => {
  const annotation = {
    path: 'a',
    start_line: 1,
    end_line: 1,
    level: 'notice' as const,
    message: '語'.repeat(900),
  };
  const check: AcceptedOutput = {
    kind: 'check',
    conclusion: 'neutral',
    title: 'x',
    summary: 'x',
    annotations: Array.from({ length: 70 }, () => annotation),
  };
  const story = { verdict: { outcome: 'success' as const, cause: null, text: '語'.repeat(400_000) } };
  const frame = { authority: null, agent: 'reviewer', durationMs: 1 };
  const json = JSON.stringify(makeResult(frame, { ...story, outputs: [check] }));
  expect(Buffer.byteLength(json)).toBeLessThan(900_000);
  expect(readResult(json)).toMatchObject({ outputs: [check] });
  expect(makeResult(frame, { ...story, outputs: [] })).not.toHaveProperty('outputs');
});

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
