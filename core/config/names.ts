/** Words that `/dispatch <word>` keeps for itself; no agent may bear one of them. */
export const reservedVerbs = [
  'help',
  'status',
  'list',
  'cancel',
  'retry',
  'continue',
  'approve',
  'deny',
  'explain',
] as const;

/** Property names that every JavaScript object inherits: an agent of that name would be a trap for readers. */
const inheritedNames = ['constructor', 'prototype', '__proto__'] as const;

/**
 * An agent's name: a lower-case ASCII letter, then up to 31 letters, digits or hyphens. The same pattern
 * serves the JSON Schema, hence the reserved words inside it.
 */
export const agentNamePattern = new RegExp(
  `^(?!(?:${[...reservedVerbs, ...inheritedNames].join('|')})$)[a-z][a-z0-9-]{0,31}$`,
);

/** Tells whether `/dispatch <word>` belongs to us and not to an agent. */
export function isReserved(word: string): boolean {
  return (reservedVerbs as readonly string[]).includes(word);
}

/**
 * What a name looks like at a glance: `rev1ewer` and `revlewer` share one skeleton. Two agents that share
 * one are refused, so that nobody approves one and gets the other.
 */
export function skeleton(name: string): string {
  return name
    .replaceAll('-', '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** A team as GitHub writes it in mentions, without the @: `octo-org/reviewers`. */
export const teamNamePattern = /^[A-Za-z0-9](?:-?[A-Za-z0-9])*\/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/;
