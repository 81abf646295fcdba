import { checkAgentName } from '../agent-name.ts';
import type { Command } from '../request.ts';

/** `/dispatch help [agent]`: answered from the configuration, without starting anything. */
export const help: Command = {
  verb: 'help',
  usage: '/dispatch help [agent]',
  summary: 'this list, or all about one agent',
  read({ rest }) {
    const agent = /[^ \t\u00a0]+/.exec(rest)?.[0];
    if (agent === undefined) return { kind: 'help' };
    return checkAgentName(agent) ?? { kind: 'help', agent };
  },
};
