import { nearest } from '../core/config/nearest.ts';
import type { Command } from './command.ts';

/** Says which option of a command line the command does not know, and what may be meant; null when it knows all. */
export function unknownOption({ name, options }: Command, args: readonly string[]): string | null {
  const known = [...options.map((option) => option.split(' ')[0] ?? ''), '--help'];
  const end = args.indexOf('--');
  const typed = (end < 0 ? args : args.slice(0, end))
    .filter((word) => word.startsWith('--'))
    .map((word) => word.split('=')[0] ?? word)
    .find((word) => !known.includes(word));
  if (typed === undefined) return null;
  const meant = nearest(typed, known);
  const hint = meant === undefined ? `It takes ${known.join(', ')}.` : `Did you mean '${meant}'?`;
  return `dispatch ${name} knows no option '${typed.slice(0, 64)}'. ${hint} 'dispatch ${name} --help' explains it.`;
}
