import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { programs } from '../../../lab/fuzz/gate/programs.ts';

/** A multiple of sixteen characters: `od` and Z85 fill what is missing in ways of their own. */
const TEXT = 'dummy-value-of-thirty-two-chars!';
const without = (text: string) => text.replace(/\s+/g, ' ').trim();

test.each([
  ['od', 'od', []],
  ['od -t u2', 'od', ['-t', 'u2']],
  ['od -t d4', 'od', ['-t', 'd4']],
  ['od -t x2', 'od', ['-t', 'x2']],
  ['od -t x4', 'od', ['-t', 'x4']],
  ['base32hex', 'basenc', ['--base32hex']],
  ['Z85', 'basenc', ['--z85']],
  ['basenc --base2lsbf', 'basenc', ['--base2lsbf', '-w', '0']],
])('%s is what the program writes', (name, program, args) => {
  const written = execFileSync(program, args, { input: TEXT, encoding: 'utf8' });
  expect(without(programs[name]?.(TEXT) ?? '')).toBe(without(written));
});

test('uuencode is what others read, as they read it', () => {
  const perl = ['-e', 'local $/; print unpack("u", <STDIN>)'];
  const read = execFileSync('perl', perl, { input: programs['uuencode']?.(TEXT) ?? '', encoding: 'utf8' });
  expect(read).toBe(TEXT);
});
