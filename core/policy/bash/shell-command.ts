import type { ShellWord } from './shell-word.ts';

/** One program that would be started, or one builtin, with what it is given. */
export type ShellCommand = {
  /** Its name and arguments; empty for assignments or redirections alone. */
  argv: ShellWord[];
  assignments: { name: string; value: string }[];
};
