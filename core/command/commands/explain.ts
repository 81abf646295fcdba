import type { Command } from '../request.ts';

/** `/dispatch explain`: the word is kept free for it, so that no agent takes the name. */
export const explain: Command = {
  verb: 'explain',
  usage: '/dispatch explain',
  summary: 'say why a run was allowed or refused',
  supported: false,
  read: () => ({ kind: 'unsupported', verb: 'explain' }),
};
