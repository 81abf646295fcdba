import type { Command } from '../request.ts';

/** `/dispatch cancel`: the word is kept free for it, so that no agent takes the name. */
export const cancel: Command = {
  verb: 'cancel',
  usage: '/dispatch cancel',
  summary: 'end a run',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'cancel' }),
};
