import type { Command } from './command.ts';

/** What `dispatch --help` prints: one screen that is enough to begin. */
export function helpText(version: string, commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}.`);
  return `agent-dispatch ${version}

Run claude agents from a comment, in CI runners, with least privilege.
This command tries out on your machine what the GitHub App and the Action do on GitHub.

Usage: dispatch <command> [arguments], with one of these commands:
${lines.join('\n')}

Options: --help, also after a command, which says more about that one; --version.

Example:
  dispatch start "/dispatch reviewer check the error handling" --repo .

Exit codes: 0 done; 1 it failed, the last line says why; 2 the command line was not understood.
`;
}
