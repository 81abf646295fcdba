import type { Command, Redirection } from 'unbash';
import type { Redirected, Simple } from './simple.ts';
import { readAssignment, readWord } from './words.ts';

/** Reads a simple command: its words, its assignments and its redirections. */
export function readCommand(node: Command): Omit<Simple, 'wraps'> {
  const assignments = node.prefix.flatMap((part) => (part.type === 'Assignment' ? [part.name] : []));
  const args = node.args.map((word) => (word.type === 'Word' ? readWord(word) : readAssignment(word)));
  return {
    argv: node.name === undefined ? [] : [readWord(node.name), ...args],
    assignments,
    redirections: node.redirects.map(readRedirection),
  };
}

/** Reads one redirection. */
export function readRedirection(redirection: Redirection): Redirected {
  const { operator } = redirection;
  if (redirection.type === 'HereDoc') return { operator, target: undefined };
  return { operator, target: redirection.target && readWord(redirection.target) };
}
