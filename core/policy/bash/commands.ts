import { evaluatesData } from './arithmetic.ts';
import type { Commands, Unclear } from './simple.ts';
import { newWalk } from './walk-state.ts';
import { walkSource } from './walk.ts';

/**
 * Every command that bash would execute for `source`: in lists, pipelines, substitutions, here-documents,
 * functions, and behind programs that run other programs. Takes time in proportion to the source.
 */
export function commandsOf(source: string): Commands | Unclear {
  const state = newWalk();
  walkSource(state, source, 0);
  if (state.unclear !== undefined) return { unclear: state.unclear };
  if (evaluatesData(state.numbers)) state.found.hidden.push('arithmetic evaluates a value that is not known');
  return state.found;
}
