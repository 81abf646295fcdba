import { z } from 'zod';
import { agentNamePattern } from '../../config/names.ts';
import { refusedInput, type ServedKind } from './kind.ts';
import { longText } from './texts.ts';

/** However a profile is written: a run starts no more others than this, and no chain of them is longer. */
const MOST_JOBS = 8;
const MOST_DEPTH = 4;
/** Shorter than what a person may write: the ticket that carries it is one input of a workflow. */
const TASK_MAX = 8000;

const AgentName = z.string().regex(agentNamePattern);

const Job = z.strictObject({
  agent: AgentName.describe('Name of the agent.'),
  task: longText(TASK_MAX).describe('What it is to do. It is given your last message as well.'),
});
const Jobs = z.array(Job).min(1).max(MOST_JOBS);

const Input = z.strictObject({
  jobs: Jobs.describe('The jobs to be started once this run has succeeded, side by side.'),
});
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('dispatch'), jobs: Jobs });
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  agents: z
    .array(AgentName)
    .min(1)
    .max(20)
    .meta({ uniqueItems: true })
    .describe('The only agents that it may start. What they may do never goes beyond what it may do.'),
  max: z.int().min(1).max(MOST_JOBS).describe('Most jobs of one run. Default: 3.'),
  max_depth: z
    .int()
    .min(1)
    .max(MOST_DEPTH)
    .describe(
      'How many runs may stand between a person’s command and one that is started in this way. Default: 1, so that what it starts starts nothing.',
    ),
});
type Limits = z.infer<typeof Limits>;

/** Jobs for other agents, out of a list that the profile holds: each a run of its own. */
export const dispatch = {
  name: 'dispatch',
  description: 'jobs for other agents, each a run of its own that the app starts once this run has succeeded',
  limits: Limits,
  defaults: { max: 3, max_depth: 1 },
  tool: ({ agents, max, max_depth: depth }) =>
    `Hands tasks on to other agents, at most ${max}, of: ${agents.join(', ')}. Each is a run of its own, ` +
    'started when this one has succeeded, out of what this one left of its budget. You do not hear of their end. ' +
    `No run that is more than ${depth} away from a person’s command is started.`,
  input: Input,
  item: Item,
  accept({ jobs }, { agents, max, max_depth: deepest }, { depth = 0 }) {
    if (depth + 1 > deepest)
      return refusedInput(
        `This run is ${depth} away from a person’s command, and none further away than ${deepest} may be started. Do what you can yourself, and say in your answer what is left.`,
      );
    if (jobs.length > max)
      return refusedInput(
        `${jobs.length} jobs are more than the ${max} that may be started. Choose among them.`,
      );
    const foreign = jobs.find(({ agent }) => !agents.includes(agent));
    if (foreign !== undefined)
      return refusedInput(
        `The agent ${JSON.stringify(foreign.agent)} is not one that may be started. Use ${agents.join(', ')}.`,
      );
    const twice = jobs.findIndex(({ agent, task }, at) =>
      jobs.slice(0, at).some((other) => other.agent === agent && other.task === task),
    );
    if (twice !== -1)
      return refusedInput(`Job ${twice + 1} is one that stands before it already. Leave it out.`);
    return { kind: 'accepted', item: { kind: 'dispatch', jobs } };
  },
  again: ({ jobs }) => ({ jobs }),
} satisfies ServedKind<'dispatch', Limits, Input, Item>;
