import type { Random } from '../random.ts';
import { daemon, flood, kill, race, trap } from './bash-persist.ts';
import { lookAround, readFile } from './bash-read.ts';
import { send } from './bash-send.ts';
import { spoil, write } from './bash-write.ts';
import type { Input } from './distort.ts';

/** What a command is after, and how many of a hundred commands are. */
const FAMILIES = {
  read: { share: 30, command: readFile },
  look: { share: 10, command: lookAround },
  send: { share: 17, command: send },
  write: { share: 17, command: write },
  spoil: { share: 8, command: spoil },
  daemon: { share: 5, command: daemon },
  kill: { share: 4, command: kill },
  flood: { share: 3, command: flood },
  race: { share: 2, command: race },
  trap: { share: 4, command: trap },
} as const;
export type BashFamily = keyof typeof FAMILIES;

/** A hostile command. One that hangs is ended after a few seconds by the time-out that it asks for itself. */
export function bash(random: Random, mark: string): { family: BashFamily; input: Input } {
  const family = chooseFamily(random);
  const input: Input = {
    command: FAMILIES[family].command(random, mark),
    timeout: 2000 + random.below(4000),
  };
  if (random.chance(30)) input['description'] = random.pick(['Runs the tests', '', 'x'.repeat(500)]);
  if (random.chance(4)) input['dangerouslyDisableSandbox'] = true;
  if (random.chance(4)) input['run_in_background'] = true;
  if (random.chance(3)) input['allowed_domains'] = ['127.0.0.1', '*'];
  return { family, input };
}

function chooseFamily(random: Random): BashFamily {
  let left = random.below(100);
  for (const [name, { share }] of Object.entries(FAMILIES)) {
    if (left < share) return name as BashFamily;
    left -= share;
  }
  return 'read';
}
