import { checkAgentName } from '../agent-name.ts';
import { misspelt } from '../misspelt.ts';
import type { Command } from '../request.ts';

/** `/dispatch explain <agent>`: answered from the configuration, as a run in this thread would find it. */
export const explain: Command = {
  verb: 'explain',
  usage: '/dispatch explain <agent>',
  summary: 'what an agent may do here, and whether it may start',
  read({ rest }) {
    const agent = /[^ \t\u00a0]+/.exec(rest)?.[0];
    if (agent === undefined)
      return misspelt(
        'missing-agent',
        '`/dispatch explain` needs the name of an agent.',
        'Write `/dispatch explain <agent>`, or `/dispatch list` for the list of agents.',
      );
    return checkAgentName(agent) ?? { kind: 'explain', agent };
  },
};
