import { fleetTool, fleetToolOf, readFleetCall } from '../../fleet/tools.ts';
import type { Rule } from '../rule.ts';

/** What is asked of other agents must have the form of its tool, and a worker must be one that the profile names. */
export const fleetArguments = {
  name: 'fleet-arguments',
  docs: {
    refuses:
      'A call about other agents (`mcp__dispatch__spawn_worker`, …) in another form than that of its tool, or that ' +
      'would start an agent that `may_dispatch` does not name.',
    why: 'An agent that could start any other would have the powers of all of them.',
    refused: {
      call: `${fleetTool('spawn_worker')}({"agent":"deployer","task":"Deploy it."})`,
      profile: { mayDispatch: ['reviewer'] },
    },
    allowed: {
      call: `${fleetTool('spawn_worker')}({"agent":"reviewer","task":"Review src."})`,
      profile: { mayDispatch: ['reviewer'] },
    },
    change: 'Name the agent in `may_dispatch`. It may then do what its lead may do, and no more.',
  },
  looksAt: 'tool',
  check(call, { mayDispatch = [] }) {
    const name = fleetToolOf(call.tool);
    if (name === null) return 'pass';
    const read = readFleetCall(name, call.input);
    if (typeof read === 'string') return { because: read, remedy: 'Mend it and call again.' };
    if (read.name !== 'spawn_worker' && read.name !== 'spawn_sublead') return 'pass';
    if (mayDispatch.includes(read.given.agent)) return 'pass';
    return {
      because: `${read.given.agent} is none of the agents that this one may start (${mayDispatch.join(', ') || 'none'}).`,
      remedy: `Start one of them, or do this part yourself.`,
    };
  },
} satisfies Rule;
