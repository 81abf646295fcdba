import type { Command } from '../request.ts';

/** `/dispatch deny`: the word is kept free for it, so that no agent takes the name. */
export const deny: Command = {
  verb: 'deny',
  usage: '/dispatch deny',
  summary: 'refuse what a run asks for',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'deny' }),
};
