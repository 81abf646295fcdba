import type { Command } from '../request.ts';

/** `/dispatch approve`: the word is kept free for it, so that no agent takes the name. */
export const approve: Command = {
  verb: 'approve',
  usage: '/dispatch approve',
  summary: 'allow what a run asks for',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'approve' }),
};
