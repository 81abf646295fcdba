import { isReserved } from '../config/names.ts';
import { hasHidden, misspelt, shown } from './misspelt.ts';
import type { Misspelt } from './parsed.ts';

const grammar = /^[a-z][a-z0-9-]{0,31}$/;

/** Checks a word that names an agent. It is rejected, never repaired: what runs is what was typed. */
export function checkAgentName(word: string): Misspelt | null {
  if (grammar.test(word)) return null;
  if (hasHidden(word)) {
    return misspelt(
      'hidden-character',
      'The agent’s name contains a character that cannot be seen.',
      'Type the name again by hand; copied text may carry hidden characters.',
    );
  }
  const lower = word.toLowerCase();
  if (/^[A-Za-z0-9-]+$/.test(word) && grammar.test(lower)) {
    const meant = isReserved(lower) ? 'Commands' : 'Agents’ names';
    return misspelt(
      'bad-agent-name',
      `${shown(word)} is no agent’s name: ${meant} are lower case.`,
      `Write \`${lower}\`.`,
    );
  }
  if (word.startsWith('-')) {
    return misspelt(
      'bad-agent-name',
      `${shown(word)} stands where the agent’s name belongs.`,
      'Write `/dispatch <agent> <task>`, or `/dispatch help` for the list of agents.',
    );
  }
  return misspelt(
    'bad-agent-name',
    `${shown(word)} behind \`/dispatch\` is no agent’s name: names are lower-case letters, digits and hyphens, at most 32.`,
    'Write `/dispatch help` for the list of agents.',
  );
}
