import type { Simple } from './simple.ts';
import { hide, plain, type Reader, type Unwrapped } from './unwrapped.ts';
import { literalOf, programOf, spelled, type Argument } from './words.ts';

const DECLARES = /^(declare|typeset|local|readonly|export)$/;

/** Whether a declaration is given a value that is not known before. */
export function declares({ argv }: Simple): boolean {
  return DECLARES.test(programOf(argv) ?? '') && argv.some((word) => literalOf(word) === undefined);
}

/** A name such as `a[$(rm x)]` given to a builtin runs a command. */
export function evaluatesNames(words: readonly Argument[], program: string): Unwrapped {
  for (const word of words) {
    if (/^"?\$!"?$/.test(spelled(word))) continue;
    const name = 'literal' in word ? word.literal : word.prefix;
    // `"a$x"` is a name of which only the beginning is known, and `a=$x` one that is known.
    const dynamic = !('literal' in word) && (word.splits || !/^[A-Za-z_]\w*\+?=/.test(word.dynamic));
    if (dynamic || /^[^=]*\[/.test(name) || (DECLARES.test(program) && /^\w+\+?=\(/.test(name)))
      return hide(`${program} evaluates names that are not known before`);
    if (/^-[A-Za-z]*[niaA]/.test(name) && DECLARES.test(program))
      return hide(`${program} ${name} makes values be evaluated`);
  }
  return plain();
}

/** `mapfile -C` runs text for each line. */
export function readMapfile(words: readonly Argument[], program: string): Unwrapped {
  if (words.some((word) => /^-[a-zA-Z]*[Cc]/.test(literalOf(word) ?? '-C')))
    return hide(`${program} -C runs text`);
  return setsNames(words, program);
}

/** `test -v` evaluates a subscript. */
export function readTest(words: readonly Argument[], program: string): Unwrapped {
  let before = true;
  for (const [at, word] of words.entries()) {
    const text = literalOf(word);
    const name = literalOf(words[at + 1]);
    if (/^-[vR]$/.test(text ?? '') && !/^\w+$/.test(name ?? ''))
      return hide(`${program} -v evaluates a subscript`);
    // Two unknown words side by side may be `-v` and a subscript.
    if (text === undefined && !before) return hide(`${program} takes an operator that is not known before`);
    if (!('literal' in word) && word.splits) return hide(`${program} takes words that are not quoted`);
    before = text !== undefined;
  }
  return plain();
}

/** A builtin that sets variables by their names. */
export const setsNames: Reader = (words, program) => ({ ...evaluatesNames(words, program), setsAny: true });
