/** A command line: a program and its arguments, never a shell string. */
export type CommandLine = { program: string; args: string[] };

/** Makes a command line of its words. */
export function commandLine([program = '', ...args]: readonly string[]): CommandLine {
  return { program, args };
}
