import type { Objection } from '../objection.ts';
import type { RulePattern } from './rule-pattern.ts';
import { isLike, literalOf, mayBecomeOption, spelled, type Argument } from './words.ts';

/**
 * Of a program that no table describes nobody here knows what its options do. A rule of plain words (`tar *`,
 * `ruff check *`) gives whatever follows them; one that chooses by options (`tar -tf *`) gives those that it
 * names, and any operands.
 */
export function unknownOption(
  argv: readonly Argument[],
  fitting: readonly RulePattern[],
): Objection | undefined {
  const beyond = fitting.map((rule) =>
    choosesByOptions(rule) ? optionIn(argv.slice(rule.words.length)) : undefined,
  );
  const found = beyond.includes(undefined) ? undefined : beyond[0];
  return found && notNamed(found, spelled(argv[0] ?? found));
}

/** `python -m pytest` is a program in three words. */
function choosesByOptions({ words, open }: RulePattern): boolean {
  const own = words[1] === '-m' && /^python[\d.]*$/.test(words[0] ?? '') ? words.slice(3) : words.slice(1);
  return open && own.some((word) => word.startsWith('-'));
}

/** Whether a rule is about all of a program. */
export function givesAll({ words, open }: RulePattern): boolean {
  return open && words.length === 1;
}

/** The refusal of an option, or of what may become one, that the rule for its program does not name. */
export function notNamed(found: Argument, program: string): Objection {
  return {
    because: `${spelled(found)} may be an option of ${program}, and the rule that allows it does not name it.`,
    remedy: `Leave it out, or have it added to the rule; Bash(${program} *) allows ${program} with any options.`,
  };
}

/** The first word that is an option or may become one. */
export function optionIn(words: readonly Argument[]): Argument | undefined {
  for (const word of words) {
    if (literalOf(word) === '--') return undefined;
    if (mayBecomeOption(word) || isLike(word, /^-./)) return word;
  }
  return undefined;
}
