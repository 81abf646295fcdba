import { z } from 'zod';
import { ownFields, sharedFields } from './fields.ts';
import { agentNamePattern } from './names.ts';

/** How the members of a group work together. */
export const groupModes = ['parallel', 'dialogue'] as const;
export type GroupMode = (typeof groupModes)[number];

/** Agents that work on one task together, with every value set. */
export type PlannedGroup = {
  mode: GroupMode;
  /** Names of agents; of a dialogue two, the first of which begins. */
  members: string[];
  /** Makes one answer of what the members wrote; null where nobody does, and in a dialogue. */
  aggregate: string | null;
  /** What its agents ask, each once. */
  models: string[];
  /** How often each of a dialogue may speak; 1 where there is none. */
  rounds: number;
  /** A member that fails ends the others, and the group. */
  haltOnFailure: boolean;
  /** What the configuration tells everybody of the group; null for nothing. */
  sharedContext: string | null;
};

const DEFAULT_ROUNDS = 3;
const name = z.string().regex(agentNamePattern);

/** A group as it is written in the file. */
export const WrittenGroup = z.strictObject({
  description: ownFields.description.describe(
    'One sentence for people: what the group is for. Shown by `/dispatch help`.',
  ),
  mode: z
    .enum(groupModes)
    .optional()
    .describe(
      'parallel: each member is given the task by itself, side by side. dialogue: two members talk about it in turns. ' +
        'Default: parallel.',
    ),
  members: z
    .array(name)
    .min(2)
    .max(8)
    .meta({ uniqueItems: true })
    .describe('Agents of this file, 2 to 8; of a dialogue exactly 2, the first of which begins.'),
  aggregate: name
    .optional()
    .describe(
      'An agent of this file that makes one answer of what the members of a parallel group wrote. Default: the answer ' +
        'quotes each of them.',
    ),
  rounds: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe(
      `How often each of a dialogue speaks at most, 1 to 10. It ends before that when both say [RESOLVED], one right ` +
        `after the other. Default: ${DEFAULT_ROUNDS}.`,
    ),
  shared_context: z
    .string()
    .max(32_768)
    .regex(/\S/)
    .optional()
    .describe('What everybody of the group is told beside their own instructions.'),
  budget_usd: sharedFields.budget_usd
    .optional()
    .describe(
      'The most that one run of the group may cost, in US dollars: at least what the budgets of all in it come to. ' +
        'Default: just that.',
    ),
  timeout_minutes: sharedFields.timeout_minutes
    .optional()
    .describe(
      'Wall-clock limit of one run of the group, in minutes, 1 to 360. Default: what the limits of all turns come to.',
    ),
  max_parallel: z
    .int()
    .min(1)
    .max(8)
    .optional()
    .describe('How many members work at a time, 1 to 8. Default: twice the cores of the runner.'),
  halt_on_failure: z
    .boolean()
    .optional()
    .describe('true: a member that fails ends the others, and the group. Default: false.'),
});
export type WrittenGroup = z.infer<typeof WrittenGroup>;

/** A group with every value set that it says itself. */
export function plannedGroup({
  mode = 'parallel',
  members,
  ...written
}: WrittenGroup): Omit<PlannedGroup, 'models'> {
  const { aggregate = null, rounds = DEFAULT_ROUNDS, shared_context: sharedContext = null } = written;
  const haltOnFailure = written.halt_on_failure ?? false;
  const isDialogue = mode === 'dialogue';
  return {
    mode,
    members: [...members],
    aggregate: isDialogue ? null : aggregate,
    rounds: isDialogue ? rounds : 1,
    haltOnFailure,
    sharedContext,
  };
}

/** Everybody of a group: the members, then who makes one answer of theirs. One agent may be both. */
export function rolesOf({ members, aggregate }: Pick<PlannedGroup, 'members' | 'aggregate'>): string[] {
  return aggregate === null ? [...members] : [...members, aggregate];
}

/** The model of an agent, or those of a group, in words. */
export function modelWords({ model, group }: { model: string; group?: PlannedGroup }): string {
  return group === undefined ? model : group.models.join(', ');
}

/** Who works how with whom, in words. */
export function groupWords({ mode, members, aggregate, rounds, haltOnFailure }: PlannedGroup): string {
  if (mode === 'dialogue')
    return `a dialogue of ${members.join(' and ')}, who speak at most ${rounds} times each`;
  const end = aggregate === null ? 'the answer quotes each' : `${aggregate} makes one answer of theirs`;
  return `${members.join(', ')} side by side; ${end}${haltOnFailure ? '; a failure ends it' : ''}`;
}
