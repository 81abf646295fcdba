import type { ShellCommand } from './shell-command.ts';
import { isNoOption, type ShellWord } from './shell-word.ts';
import { programOf } from './unwrap.ts';

/** What stands in `Bash(…)`: words that a command has to begin with, and whether more may follow. */
export type CommandPattern = { words: string[]; open: boolean };

/** Reads what stands in `Bash(…)`; a bare `Bash` is `*`. `git log:*` is another way to write `git log *`. */
export function readPattern(text: string): CommandPattern {
  const words = text.trim().replace(/:\*$/, ' *').split(/\s+/).filter(Boolean);
  const open = words.at(-1) === '*';
  return { words: open ? words.slice(0, -1) : words, open };
}

/** Whether a command is one of those that a pattern stands for. Words that are not known fit only where anything does. */
export function allows(pattern: CommandPattern, { argv }: ShellCommand): boolean {
  if (argv.length < pattern.words.length) return false;
  if (!pattern.open && argv.length > pattern.words.length) return false;
  return pattern.words.every((word, at) => fits(word, argv[at]));
}

function fits(word: string, given: ShellWord | undefined): boolean {
  if (given === undefined || given.literal === null) return false;
  if (!word.includes('*')) return word === given.literal;
  const [first = '', ...rest] = word.split('*');
  if (!given.literal.startsWith(first)) return false;
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const next = isLast ? given.literal.length - piece.length : given.literal.indexOf(piece, at);
    if (next < at || !given.literal.startsWith(piece, next)) return false;
    at = next + piece.length;
  }
  return true;
}

/**
 * Whether a command is, or might be, one that a pattern takes away: its program by any path, its other words in
 * this order with anything between them. A word that is not known might be any.
 */
export function mayBeDenied(pattern: CommandPattern, command: ShellCommand): boolean {
  const { argv } = command;
  if (argv.length === 0) return false;
  const [program, ...wanted] = pattern.words;
  if (program === undefined) return true;
  const name = programOf(command);
  if (name !== null && !fits(program, { text: name, literal: name, prefix: name, splits: false }))
    return false;
  let left = wanted;
  for (const word of argv.slice(1)) {
    const [next] = left;
    if (next === undefined) return true;
    if (
      word.literal === null
        ? !isNoOption(word) || word.prefix === '' || next.startsWith(word.prefix)
        : fits(next, word)
    )
      left = word.literal === null ? [] : left.slice(1);
  }
  return left.length === 0;
}
