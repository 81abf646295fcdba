import { isUnclear, type Commands, type Unclear } from '../../../core/policy/bash/simple.ts';
import { literalOf, type Argument } from '../../../core/policy/bash/words.ts';

/** Reads a line for its commands, as the judge does. */
export type Reader = (line: string) => Commands | Unclear;

/** What a line started that was not listed; undefined when the line was not said to be clear. */
export function missing(line: string, started: readonly string[][], read: Reader): string[][] | undefined {
  const found = read(line);
  if (isUnclear(found)) return undefined;
  const { commands, hidden } = found;
  if (hidden.length > 0 || commands.some((one) => one.hidden !== undefined)) return undefined;
  return started.filter((argv) => !commands.some((one) => fits(one.argv, argv)));
}

/** Whether the listed words can become these; a word that is not known may become any number. */
function fits(listed: readonly Argument[], argv: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const [at, word] of listed.entries()) {
    const literal = literalOf(word);
    const next = new Set<number>();
    for (const from of reached) {
      const actual = argv[from];
      if (literal === undefined) for (let to = from; to <= argv.length; to += 1) next.add(to);
      else if (actual !== undefined && isSame(literal, actual, at === 0)) next.add(from + 1);
    }
    reached = next;
  }
  return reached.has(argv.length);
}

function isSame(literal: string, actual: string, isProgram: boolean): boolean {
  // A tilde stays in the list as it was written, and bash puts a folder in its place.
  if (literal.includes('~')) return true;
  return (isProgram ? literal.slice(literal.lastIndexOf('/') + 1) : literal) === actual;
}
