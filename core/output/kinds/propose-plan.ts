import { z } from 'zod';
import { Proposal, PROPOSAL_MAX_CHARACTERS, proposalFields, proposalText } from '../../approval/proposal.ts';
import { objectionsToProposal, type ProposalBounds } from '../../approval/proposal-bounds.ts';
import { refusedInput, type ServedKind } from './kind.ts';
import { numbered } from './texts.ts';

const { steps, paths, commands, hosts, tools, workers, cost_usd: cost } = proposalFields;

const Input = z.strictObject({
  steps,
  paths: paths.optional(),
  commands: commands.optional(),
  hosts: hosts.optional(),
  tools: tools.optional(),
  workers: workers.optional(),
  cost_usd: cost,
});
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('propose_plan'), ...Proposal.shape });
type Item = z.infer<typeof Item>;

const names = z.array(z.string().max(1100)).max(500);

/** Compiled from a profile, never written in one. */
const Limits = z.strictObject({
  paths: names,
  commands: names,
  hosts: names,
  tools: names,
  workers: names,
  most_workers: z.int().min(0).max(100),
  cost_usd: z.number().gt(0).max(1000),
});
type Limits = z.infer<typeof Limits> & ProposalBounds;

/** What the agent says that it will do, where its profile has `require_plan`: the one thing that such a run hands back. */
export const proposePlan = {
  name: 'propose_plan',
  description: 'what the agent will do, for a person to agree to, where its profile has `require_plan`',
  limits: Limits,
  defaults: {},
  tool: (limits) =>
    'Proposes what you will do, for a person to agree to; another run then does it, and everything that is not in ' +
    'the plan is refused there. Name all that the task needs and nothing more. ' +
    `Paths within: ${told(limits.paths)}. Commands within: ${told(limits.commands)}. Hosts within: ${told(limits.hosts)}. ` +
    `Tools among: ${told(limits.tools)}. Workers among: ${told(limits.workers)}, at most ${limits.most_workers}. ` +
    `Cost: at most $${limits.cost_usd}.`,
  input: Input,
  item: Item,
  accept(input, limits) {
    const item = { kind: 'propose_plan' as const, ...proposalIn(input) };
    const { kind: _kind, ...proposal } = item;
    const length = proposalText(proposal).length;
    if (length > PROPOSAL_MAX_CHARACTERS)
      return refusedInput(
        `The plan has ${length} characters as JSON and may have ${PROPOSAL_MAX_CHARACTERS}: nobody would read more. Make it shorter.`,
      );
    const problems = objectionsToProposal(proposal, limits);
    if (problems.length === 0) return { kind: 'accepted', item };
    return refusedInput(
      `The plan goes beyond what this agent may do: ${numbered(problems)}. Take that out and propose again.`,
    );
  },
  again: ({ kind: _kind, ...proposal }) => proposal,
} satisfies ServedKind<'propose_plan', Limits, Input, Item>;

/** Each list is there, each of its entries once. */
function proposalIn(input: Input): Proposal {
  const once = (list: readonly string[] = []) => [...new Set(list)];
  return {
    steps: input.steps,
    paths: once(input.paths),
    commands: once(input.commands),
    hosts: once(input.hosts),
    tools: once(input.tools),
    workers: input.workers ?? [],
    cost_usd: input.cost_usd,
  };
}

function told(list: readonly string[]): string {
  return list.slice(0, 20).join(', ') || 'none';
}
