import { refuse, type Refusal } from '../refusal.ts';
import { problemLine, type ConfigProblem } from './problem.ts';

/** Why nothing runs with a configuration that cannot be used: as a code, the same wherever it is told. */
export const BROKEN = 'config-broken';

/** What a refusal holds of problems, in UTF-16 units; a result takes 2,000. */
const LONGEST = 1500;

/**
 * The refusal of a configuration that cannot be used: its problems in the words of `dispatch check`, as many as fit,
 * and the others by number. `where` completes "The configuration …".
 */
export function brokenConfig(problems: readonly ConfigProblem[], where: string, remedy: string): Refusal {
  const lines = problems.map(problemLine);
  let room = LONGEST;
  const shown = lines
    .filter((line, at) => (room -= line.length) >= 0 || at === 0)
    .map((line) => line.slice(0, LONGEST));
  const more = lines.length > shown.length ? ` And ${lines.length - shown.length} more.` : '';
  return refuse(BROKEN, `The configuration ${where} cannot be used: ${shown.join(' ')}${more}`, remedy);
}
