import type { Command } from '../request.ts';

/** `/dispatch list`: answered from the configuration, without starting anything. */
export const list: Command = {
  verb: 'list',
  usage: '/dispatch list',
  summary: 'the agents and what they may do',
  read: () => ({ kind: 'list' }),
};
