import { literalOf, programOf, type Argument } from './words.ts';

/** A pattern inside `Bash(…)`, over the words of a command. */
export type RulePattern = {
  text: string;
  words: readonly string[];
  /** Ends with ` *` or `:*`: any further words, or none, may follow. */
  open: boolean;
};

/** Reads a pattern as the CLI writes it: `git log *`, `git log:*`, `npm test`, `*`. */
export function parseRulePattern(text: string): RulePattern {
  const words = text
    .trim()
    .replace(/:\*$/, ' *')
    .split(/\s+/)
    .filter((word) => word !== '');
  const open = words.at(-1) === '*';
  return { text, words: open ? words.slice(0, -1) : words, open };
}

/** Whether a pattern stands for every command. */
export function isEverything({ words, open }: RulePattern): boolean {
  return open && words.length === 0;
}

/** Whether a pattern is one command, word for word. */
export function isExact({ text, open }: RulePattern): boolean {
  return !open && !text.includes('*');
}

/** Whether a pattern names its program in full. */
export function namesProgram({ words }: RulePattern, program: string): boolean {
  return words[0] === program;
}

/** Whether a command certainly is what the pattern allows. Unknown words match only the open end. */
export function allows(pattern: RulePattern, argv: readonly Argument[]): boolean {
  const { words, open } = pattern;
  if (open ? argv.length < words.length : argv.length !== words.length) return false;
  return words.every((word, at) => {
    const literal = literalOf(argv[at]);
    return literal !== undefined && fits(word, literal);
  });
}

/** Whether `*` inside `word` can be filled so that it is `literal`. No backtracking: linear in both. */
function fits(word: string, literal: string): boolean {
  if (word === '*' || word === literal) return true;
  if (!word.includes('*')) return false;
  const [first = '', ...rest] = word.split('*');
  const last = rest.pop() ?? '';
  if (literal.length < first.length + last.length) return false;
  if (!literal.startsWith(first) || !literal.endsWith(last)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = literal.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= literal.length - last.length;
}

/**
 * Whether a command may be what the pattern denies. A denial is read widely: the program counts by its
 * name in any folder, further words may always follow, and a word that is not known may be anything.
 */
export function mayDeny(pattern: RulePattern, argv: readonly Argument[]): boolean {
  return denialOf(argv)(pattern);
}

/** The same for many patterns: what they need to know of the command is found out once. */
export function denialOf(argv: readonly Argument[]): (pattern: RulePattern) => boolean {
  if (argv.length === 0) return () => false;
  const [asWritten, program] = [literalOf(argv[0]), programOf(argv)];
  if (asWritten === undefined || program === undefined) return () => true;
  const afterGlobals = program === 'git' ? endOfGlobals(argv) : 1;
  return (pattern) =>
    isEverything(pattern) ||
    mayFit(pattern.words, program, argv, 1) ||
    (asWritten !== program && mayFit(pattern.words, asWritten, argv, 1)) ||
    (afterGlobals > 1 && mayFit(pattern.words, program, argv, afterGlobals));
}

/** Whether a program, with the words of `argv` from one on, is what the pattern says, or begins like that. */
function mayFit(
  pattern: readonly string[],
  program: string,
  argv: readonly Argument[],
  from: number,
): boolean {
  let reached = step(reach([], 0, pattern), pattern, program);
  for (let at = from; at < argv.length; at += 1) {
    if (reached.length === 0) return false;
    const literal = literalOf(argv[at]);
    // Not known: no word, one, or as many as it takes.
    if (literal === undefined || reached.includes(pattern.length)) return true;
    reached = step(reached, pattern, literal);
  }
  return reached.includes(pattern.length);
}

/** The places in the pattern after one more word. What had reached its end stays there. */
function step(reached: readonly number[], pattern: readonly string[], literal: string): number[] {
  const next: number[] = [];
  for (const at of reached) {
    const word = pattern[at];
    if (word === undefined || word === '*') reach(next, at, pattern);
    else if (fits(word, literal)) reach(next, at + 1, pattern);
  }
  return next;
}

/** Adds a place, and those after it that a `*`, which stands for any number of words, leads on to. */
function reach(reached: number[], at: number, pattern: readonly string[]): number[] {
  if (reached.includes(at)) return reached;
  reached.push(at);
  return pattern[at] === '*' ? reach(reached, at + 1, pattern) : reached;
}

/** `git -C folder --no-pager push` is `git push`: where the words after the global options begin. */
function endOfGlobals(argv: readonly Argument[]): number {
  let at = 1;
  while (at < argv.length && literalOf(argv[at])?.startsWith('-')) {
    const takes = /^(-[cC]|--(git-dir|work-tree|namespace|super-prefix|config-env|attr-source))$/;
    at += takes.test(literalOf(argv[at]) ?? '') ? 2 : 1;
  }
  return at;
}
