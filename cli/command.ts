/** One subcommand of `dispatch`: a file in `cli/commands/`, loaded only when it is called. */
export type Command = {
  name: string;
  /** One line for the help: what it does, in the imperative. */
  summary: string;
  /** The words that come first in it, where they are always the same ones. */
  verbs?: readonly string[];
  /**
   * Its options besides `--help`, as its own help begins them: the name and, where it takes a value, the value's kind
   * (`FILE` and `DIR` are completed as paths) or all values with `|` between them.
   */
  options: readonly string[];
  load: () => Promise<{ run: (args: string[], commands: readonly Command[]) => Promise<number> }>;
};
