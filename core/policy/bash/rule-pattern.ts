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
  const words: string[] = text.replace(/:\*\s*$/, ' *').match(/\S+/g) ?? [];
  const open = words.at(-1) === '*';
  return { text, words: open ? words.slice(0, -1) : words, open };
}

/** Whether a pattern stands for every command. */
export function isEverything({ words, open }: RulePattern): boolean {
  return open && words.length === 0;
}

/** Whether a pattern is one command, word for word. */
export function isExact({ text }: RulePattern): boolean {
  return !text.includes('*');
}

/** Whether a pattern names its program in full. */
export function namesProgram({ words }: RulePattern, program: string): boolean {
  return words[0] === program;
}

/** Whether a command certainly is what the pattern allows. Unknown words match only the open end. */
export function allows(pattern: RulePattern, argv: readonly Argument[]): boolean {
  const { words, open } = pattern;
  if (!open && argv.length > words.length) return false;
  return words.every((word, at) => {
    const literal = literalOf(argv[at]);
    return literal !== undefined && fits(word, literal);
  });
}

/** Whether `*` inside `word` can be filled so that it is `literal`. No backtracking: linear in both. */
function fits(word: string, literal: string): boolean {
  const star = word.indexOf('*');
  if (star < 0) return word === literal;
  const lastStar = word.lastIndexOf('*');
  const [head, tail] = [word.slice(0, star), word.slice(lastStar + 1)];
  if (!literal.startsWith(head) || !literal.endsWith(tail)) return false;
  let from = head.length;
  for (const piece of word.slice(star, lastStar).split('*')) {
    const at = literal.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= literal.length - tail.length;
}

/**
 * Whether a command may be what the pattern denies. A denial is read widely: the program counts by its
 * name in any folder, options may stand before its words, further words may always follow, and a word that
 * is not known may be anything.
 */
export function mayDeny(pattern: RulePattern, argv: readonly Argument[]): boolean {
  return denialOf(argv)(pattern);
}

/** The same for many patterns: what they need to know of the command is found out once. */
export function denialOf(argv: readonly Argument[]): (pattern: RulePattern) => boolean {
  if (argv.length === 0) return () => false;
  // A path counts as it is written and by its last part.
  const names = [...new Set([literalOf(argv[0]), programOf(argv)])].filter((name) => name !== undefined);
  if (names.length === 0) return () => true;
  const begins = beginsOf(argv, names.includes('git'));
  return ({ words }) => names.some((name) => mayFit(words, name, argv, begins));
}

/** Whether a program, with the words of `argv` from one of `begins` on, is what the pattern says, or begins like that. */
function mayFit(
  pattern: readonly string[],
  program: string,
  argv: readonly Argument[],
  begins: ReadonlySet<number>,
): boolean {
  const named = step(closure([0], pattern), pattern, program);
  let reached = named;
  for (let at = 1; at < argv.length; at += 1) {
    if (begins.has(at)) reached = new Set([...reached, ...named]);
    if (reached.size === 0) continue;
    const literal = literalOf(argv[at]);
    // Not known: no word, one, or as many as it takes.
    if (literal === undefined || reached.has(pattern.length)) return true;
    reached = step(reached, pattern, literal);
  }
  return reached.has(pattern.length);
}

/** The places in the pattern after one more word. What had reached its end stays there. */
function step(reached: ReadonlySet<number>, pattern: readonly string[], literal: string): Set<number> {
  const next: number[] = [];
  for (const at of reached) {
    const word = pattern[at];
    if (word === undefined || word === '*') next.push(at);
    else if (fits(word, literal)) next.push(at + 1);
  }
  return closure(next, pattern);
}

/** These places, and those after them that a `*`, which stands for any number of words, leads on to. */
function closure(places: readonly number[], pattern: readonly string[]): Set<number> {
  const all = new Set(places);
  for (const at of all) if (pattern[at] === '*') all.add(at + 1);
  return all;
}

/** The global options of git whose value is the next word. */
const WITH_VALUE = new Set([
  '-c',
  '-C',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--config-env',
  '--attr-source',
]);

/**
 * `git -C folder --no-pager push` is `git push`, and `npm --silent publish` is `npm publish`: where the words
 * after the global options may begin. Of git it is known which of them take a value; of others any may.
 */
function beginsOf(argv: readonly Argument[], isGit: boolean): ReadonlySet<number> {
  const begins = new Set([1]);
  for (const at of begins) {
    const word = literalOf(argv[at]);
    if (!word?.startsWith('-')) continue;
    const takes = WITH_VALUE.has(word);
    if (!isGit || !takes) begins.add(at + 1);
    if (!isGit || takes) begins.add(at + 2);
  }
  return begins;
}
