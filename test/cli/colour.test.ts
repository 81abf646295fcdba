import { expect, test } from 'vitest';
import { colourFor } from '../../cli/colour.ts';

const screen = (isTTY?: boolean) => ({ write: () => true, ...(isTTY === undefined ? {} : { isTTY }) });

test('a terminal has colours, each of which ends', () => {
  const colour = colourFor(screen(true), {});
  expect(colour('good', 'OK')).toBe('\u001B[32mOK\u001B[39m');
  expect(colour('bad', 'FAIL')).toBe('\u001B[31mFAIL\u001B[39m');
  expect(colour('plain', 'text')).toBe('text');
  // As the standard has it, an empty NO_COLOR says nothing.
  expect(colourFor(screen(true), { NO_COLOR: '' })('dim', 'x')).toBe('\u001B[2mx\u001B[22m');
});

test.each([
  ['a pipe', screen(), {}],
  ['a file', screen(false), {}],
  ['a terminal where NO_COLOR is set', screen(true), { NO_COLOR: '1' }],
  ['a terminal without colours', screen(true), { TERM: 'dumb' }],
])('%s has none', (_, stream, env) => {
  expect(colourFor(stream, env)('bad', 'FAIL')).toBe('FAIL');
});
