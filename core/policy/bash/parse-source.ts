import { parse, type ParsedScript } from 'unbash';
import type { Unclear } from './simple.ts';

const LONGEST = 65_536;

/** The parser looks for the end of each here-document in all that follows, which for thousands takes seconds. */
const MOST_COPROCESSES = 50;
const MOST_HERE_DOCUMENTS = 100;

/** And for each level of `${a:-${b:-…}}` it goes through all that is within. */
const MOST_PARAMETERS = 50;
/** `${…}` that certainly holds no other. */
const SIMPLE_PARAMETER = /\$\{[^${}()[\]"'`\\]*(?:\[[\w@*]*\][^${}()[\]"'`\\]*)?\}/g;

/** Control characters and halves of characters, which bash, the parser or a terminal may each take for something else. */
const CONTROL = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

/** To bash `<(a)#b` is one word, to the parser the `#` begins a comment, as it does after a subshell. */
const COMMENT_OR_WORD = /\)(?:\\\n)*#/;
const PROCESS = /[<>](?:\\\n)*\(/;

/** Whether there are more than so many of a piece. */
function has(source: string, piece: string, more: number): boolean {
  return source.split(piece, more + 2).length > more + 1;
}

/** Parses a source, or the code in one, if the parser can be trusted to read it as bash does, and soon. */
export function parseSource(source: string): ParsedScript | Unclear {
  if (source.length > LONGEST) return { unclear: `it has more than ${LONGEST} characters` };
  if (CONTROL.test(source)) return { unclear: 'it holds control characters' };
  // To bash `$`, the end of a line and `a` are `$a`, to the parser they are not.
  if (source.includes('$\\\n')) return { unclear: 'a line ends within an expansion' };
  if (COMMENT_OR_WORD.test(source) && PROCESS.test(source))
    return { unclear: 'a # stands right after a parenthesis' };
  if (has(source, '<<', MOST_HERE_DOCUMENTS))
    return { unclear: `it has more than ${MOST_HERE_DOCUMENTS} here-documents` };
  if (
    has(source, '${', MOST_PARAMETERS) &&
    has(source.replaceAll(SIMPLE_PARAMETER, ''), '${', MOST_PARAMETERS)
  )
    return { unclear: `it has more than ${MOST_PARAMETERS} expansions that may hold others` };
  // The parser counts most levels of nesting, but goes down those of `coproc coproc …` until the stack ends.
  if (has(source, 'coproc', MOST_COPROCESSES)) return { unclear: 'it is nested too deep' };
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { unclear: 'it is nested too deep' };
  }
}
