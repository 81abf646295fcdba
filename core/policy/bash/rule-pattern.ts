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
  const [first = '', ...rest] = word.split('*');
  if (rest.length === 0) return word === literal;
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
  if (argv.length === 0) return false;
  if (isEverything(pattern)) return true;
  const program = programOf(argv);
  if (program === undefined) return true;
  const asNamed = [{ literal: program }, ...argv.slice(1)];
  return [argv, asNamed, program === 'git' ? withoutGlobals(asNamed) : undefined].some(
    (words) => words !== undefined && mayFit(pattern.words, words),
  );
}

/** Keeps the set of places in the pattern that the words so far may have reached. */
function mayFit(pattern: readonly string[], argv: readonly Argument[]): boolean {
  let reached = closure(new Set([0]), pattern);
  for (const argument of argv) {
    if (reached.has(pattern.length)) return true;
    const literal = literalOf(argument);
    const next = new Set<number>();
    for (const at of reached) {
      const word = pattern[at] ?? '';
      if (word === '*') next.add(at);
      if (literal === undefined) {
        // Not known: no word, one, or as many as it takes.
        for (let to = at; to <= pattern.length; to += 1) next.add(to);
      } else if (fits(word, literal)) next.add(at + 1);
    }
    reached = closure(next, pattern);
  }
  return reached.has(pattern.length);
}

/** A `*` alone stands for any number of words, none included. */
function closure(reached: Set<number>, pattern: readonly string[]): Set<number> {
  for (const at of reached) if (pattern[at] === '*') reached.add(at + 1);
  return reached;
}

/** `git -C folder --no-pager push` is `git push`. */
function withoutGlobals(argv: readonly Argument[]): readonly Argument[] {
  let at = 1;
  while (at < argv.length && literalOf(argv[at])?.startsWith('-')) {
    const takes = /^(-[cC]|--(git-dir|work-tree|namespace|super-prefix|config-env|attr-source))$/;
    at += takes.test(literalOf(argv[at]) ?? '') ? 2 : 1;
  }
  return [argv[0] ?? { literal: 'git' }, ...argv.slice(at)];
}
