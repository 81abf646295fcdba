import type { Argument } from './words.ts';

/**
 * The options of a program that are known to do no harm: they run no program, write no file and take no
 * settings from one. What is not listed is refused.
 */
export type Program = {
  /** Letters of options without a value, which may stand together. */
  flags?: string;
  /** Letters of options with a value, glued or in the next word. */
  values?: string;
  /** Long options without a value, or with an optional one after `=`. */
  long?: readonly string[];
  /** Long options with a value, after `=` or in the next word. */
  longValues?: readonly string[];
  /** `-5` is an option. */
  numbers?: true;
  /** No option of this program does harm: words that are not known before are fine. */
  harmless?: true;
  /** Options are words with one dash (find); the value tells how many words follow. */
  dashWords?: Readonly<Record<string, number>>;
  /** The first operand is a command of its own, with its own options. */
  subcommands?: Readonly<Record<string, Program>>;
  /** The first operand is a pattern or a script and not a file, unless an option gives it. */
  pattern?: true;
  /** The most operands: more would be written to. */
  mostOperands?: number;
  /** Tells what is wrong with the operands and values, in words that follow "because ". */
  objects?: (
    operands: readonly Argument[],
    values: ReadonlyMap<string, readonly Argument[]>,
  ) => string | undefined;
};

/** Splits a list of names in a data file. */
export function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
