import { approve } from './commands/approve.ts';
import { cancel } from './commands/cancel.ts';
import { goOn } from './commands/continue.ts';
import { deny } from './commands/deny.ts';
import { explain } from './commands/explain.ts';
import { help } from './commands/help.ts';
import { list } from './commands/list.ts';
import { retry } from './commands/retry.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import type { Command } from './request.ts';

/** Every command there is: written out, so that what a comment can do is reviewable in one place. */
export const commands: readonly Command[] = [
  run,
  help,
  status,
  list,
  cancel,
  retry,
  goOn,
  approve,
  deny,
  explain,
];

/** The command for the word behind `/dispatch`; a word that is nobody's verb names an agent. */
export function commandFor(word: string): Command {
  return commands.find(({ verb }) => verb === word) ?? run;
}
