import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { completionScript } from '../completions/script.ts';
import { SHELLS } from '../completions/shells.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';

const HELP = `dispatch completions ${SHELLS.join('|')}

Prints a script that lets your shell complete the commands of dispatch, their options and the values of these.

Examples:
  bash:  echo 'source <(dispatch completions bash)' >> ~/.bashrc
  zsh:   dispatch completions zsh > "\${fpath[1]}/_dispatch"
  fish:  dispatch completions fish > ~/.config/fish/completions/dispatch.fish

Exit codes: 0 printed; 2 the command line was not understood.
`;

/** `dispatch completions`: a script for a shell, made from the table of commands. */
export async function run(args: string[], commands: readonly Command[]): Promise<number> {
  const read = orWhy(() =>
    parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } }),
  );
  if (typeof read === 'string') return told(`${read} 'dispatch completions --help' explains it.`, 2);
  if (read.values.help) return told(HELP.trimEnd(), 0);
  const [name, ...more] = read.positionals;
  const shell = SHELLS.find((one) => one === name);
  if (shell === undefined || more.length > 0)
    return told(`Name one shell: ${SHELLS.join(', ')}. 'dispatch completions --help' explains it.`, 2);
  return told(completionScript(shell, commands).trimEnd(), 0);
}
