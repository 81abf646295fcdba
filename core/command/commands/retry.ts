import type { Command } from '../request.ts';

/** `/dispatch retry`: the word is kept free for it, so that no agent takes the name. */
export const retry: Command = {
  verb: 'retry',
  usage: '/dispatch retry',
  summary: 'run the last task again',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'retry' }),
};
