import { parse } from 'unbash';
import { evaluatesData, noNumbers } from './arithmetic.ts';
import type { Commands, Unclear } from './simple.ts';
import { walk, type Walk } from './walk.ts';

const LONGEST = 65_536;

/** Control characters and halves of characters, which bash, the parser or a terminal may each take for something else. */
const CONTROL = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

/**
 * Every command that bash would execute for `source`: in lists, pipelines, substitutions, here-documents,
 * functions, and behind programs that run other programs. Takes time in proportion to the source.
 */
export function commandsOf(source: string): Commands | Unclear {
  if (source.length > LONGEST) return { unclear: `it has more than ${LONGEST} characters` };
  if (CONTROL.test(source)) return { unclear: 'it holds control characters' };
  // To bash `$`, the end of a line and `a` are `$a`, to the parser they are not.
  if (source.includes('$\\\n')) return { unclear: 'a line ends within an expansion' };
  const state: Walk = {
    found: { commands: [], assigned: [], functions: [], hidden: [] },
    numbers: noNumbers(),
    unclear: undefined,
    parent: undefined,
  };
  walk(state, parse(source), 0);
  if (state.unclear !== undefined) return { unclear: state.unclear };
  if (evaluatesData(state.numbers)) state.found.hidden.push('arithmetic evaluates a value that is not known');
  return state.found;
}
