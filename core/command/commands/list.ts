import type { Command } from '../request.ts';

/** `/dispatch list`: the word is kept free for it, so that no agent takes the name. */
export const list: Command = {
  verb: 'list',
  usage: '/dispatch list',
  summary: 'the agents and what they may do',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'list' }),
};
