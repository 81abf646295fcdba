import type { Argument } from './words.ts';

/** A redirection to or from something with a name; a here-document has no target. */
export type Redirected = { operator: string; target: Argument | undefined };

/** One command that bash would start, or only assignments and redirections when `argv` is empty. */
export type Simple = {
  argv: readonly Argument[];
  /** The names of what is set for it, or in the shell when `argv` is empty. */
  assignments: readonly string[];
  redirections: readonly Redirected[];
  /** The command runs other commands, all of which are listed as well, with this one as `parent`. */
  wraps: boolean;
  /** Why some of what this command runs is not listed. */
  hidden?: string;
  /** What is hidden is a file, or code of another language: its words may still tell something. */
  opaque?: true;
  parent?: Simple;
};

/** What a source would do: nothing that bash executes is missing, except where `hidden` says so. */
export type Commands = {
  commands: Simple[];
  /** Variables set by loops, arithmetic and expansions, which have no command of their own. */
  assigned: string[];
  functions: string[];
  /** What runs, or could run, something that is not listed, outside of any one command. */
  hidden: string[];
};

/** The source cannot be read in one certain way. */
export type Unclear = { unclear: string };

/** Tells a source that cannot be read from one that can. */
export function isUnclear(read: Commands | Unclear): read is Unclear {
  return 'unclear' in read;
}
