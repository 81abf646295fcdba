import { commandsOf, isUnreadable } from '../../../core/policy/bash/commands.ts';
import type { ShellCommand } from '../../../core/policy/bash/shell-command.ts';
import type { ShellWord } from '../../../core/policy/bash/shell-word.ts';

/** What the judge knew of a line: everything, or not enough and so refuses it under any narrower rule. */
export type Known = { clear: false } | { clear: true; commands: readonly ShellCommand[] };

/** How the judge reads a line. */
export function knownOf(line: string): Known {
  const found = commandsOf(line);
  if (isUnreadable(found) || found.unclear.length > 0) return { clear: false };
  return { clear: true, commands: found.commands };
}

/** The first program that a line started without the judge knowing of it; null when it knew all. */
export function missedBy(known: Known, started: readonly (readonly string[])[]): readonly string[] | null {
  if (!known.clear) return null;
  return started.find((argv) => !known.commands.some((command) => isSame(command.argv, argv))) ?? null;
}

function isSame(words: readonly ShellWord[], argv: readonly string[]): boolean {
  const [program, ...rest] = words;
  const [name, ...given] = argv;
  if (program === undefined || name === undefined) return false;
  if (program.literal !== null && program.literal.slice(program.literal.lastIndexOf('/') + 1) !== name)
    return false;
  return fits(rest, given);
}

/** Known words are equal; any other may be as many as there are. */
function fits(words: readonly ShellWord[], given: readonly string[]): boolean {
  const [word, ...rest] = words;
  if (word === undefined) return given.length === 0;
  if (word.literal !== null) {
    // A tilde is a folder by the time it is given.
    const isTilde = word.literal.startsWith('~');
    return given.length > 0 && (isTilde || word.literal === given[0]) && fits(rest, given.slice(1));
  }
  for (let taken = 0; taken <= given.length; taken += 1) if (fits(rest, given.slice(taken))) return true;
  return false;
}
