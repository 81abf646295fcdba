import type { Command } from '../request.ts';

/** `/dispatch status`: the word is kept free for it, so that no agent takes the name. */
export const status: Command = {
  verb: 'status',
  usage: '/dispatch status',
  summary: 'the state of the runs in this thread',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'status' }),
};
