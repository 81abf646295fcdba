import { MAIN } from '../../core/fleet/actor-id.ts';
import { actorEndOf } from '../../core/fleet/actor-end.ts';
import { left } from '../../core/fleet/fleet.ts';
import { classOf } from '../../core/failure/codes.ts';
import type { PlannedGroup } from '../../core/config/group.ts';
import { givenOf, turnInstructions } from '../../core/group/brief.ts';
import type { Briefing } from '../../core/group/briefing.ts';
import { taintOfSaid, type Said } from '../../core/group/said.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { randomId } from '../../edge/keys/digest.ts';
import type { Brief, Profile } from '../fleet/colleague.ts';
import type { Profiles } from '../fleet/read-team.ts';
import type { RunFleet } from '../fleet/run-fleet.ts';

/** A group of a run, and what it works with. */
export type GroupParts = {
  group: PlannedGroup;
  fleet: Pick<RunFleet, 'job' | 'crew'>;
  team: Profiles;
  briefing: Briefing;
};

const MICRO = 1_000_000;

/** Has one agent work until it has ended, with the turns before it as data. Whatever keeps it from that is its end. */
export async function takeTurn(agent: string, before: readonly Said[], parts: GroupParts): Promise<Said> {
  const { crew } = parts.fleet;
  const profile = parts.team.get(agent);
  if (profile === undefined || isRefusal(profile)) return notBegun(agent, profile ?? unknown(agent));
  const { brief, taint } = briefOf(profile, before, parts);
  const budgetUsd = budgetOf(profile, parts);
  if (budgetUsd <= 0) return notBegun(agent, used(profile));
  const one = crew.hire({ agent, task: parts.briefing.task, budgetUsd, standing: 'member', taint, brief });
  if (isRefusal(one)) return notBegun(agent, one);
  await one.gone.promise;
  const { end, text, cause = null, taint: read } = one.end ?? { end: 'died', text: '', taint };
  // One that was ended before it began has read nothing.
  return { agent, end, text, taint: read, cause };
}

function briefOf(
  { plan, systemPrompt }: Profile,
  before: readonly Said[],
  { group, briefing }: GroupParts,
): { brief: Brief; taint: string[] } {
  const context = briefing.contextFor(plan.context);
  const given = [context?.text ?? null, givenOf(before, `untrusted-${randomId()}`)].filter(
    (text) => text !== null,
  );
  return {
    brief: {
      systemPrompt: turnInstructions(systemPrompt, group, plan.agent, before),
      given: given.length === 0 ? null : given.join('\n\n'),
      lastCommit: briefing.lastCommit,
    },
    taint: [...new Set([...briefing.taint, ...(context?.taint ?? []), ...taintOfSaid(before)])],
  };
}

/** The budget of an agent lasts for all its turns. In US dollars. */
function budgetOf({ plan }: Profile, { fleet: { crew }, group }: GroupParts): number {
  const own = Math.round(plan.budgetUsd * MICRO);
  // One that is a member and makes one answer of the others, too, has its budget twice.
  const turns = group.mode === 'dialogue' ? [...crew.colleagues.values()] : [];
  const spent = turns
    .filter((one) => one.hire !== null && one.plan.agent === plan.agent)
    .reduce((sum, { end }) => sum + (end?.costMicroUsd ?? 0), 0);
  return Math.min(own - spent, left(crew.fleet(), MAIN).left) / MICRO;
}

function notBegun(agent: string, cause: Refusal): Said {
  return { agent, end: actorEndOf(classOf(cause.code)), text: '', taint: [], cause };
}

function unknown(agent: string): Refusal {
  return refuse('unknown-agent', `There is no agent ${agent}.`, 'Name agents of the file in the group.');
}

function used({ plan }: Profile): Refusal {
  return refuse(
    'budget-exhausted',
    `The agent ${plan.agent} used up its budget of $${plan.budgetUsd} in the turns before.`,
    "Raise the agent's budget_usd, or give the group fewer rounds.",
  );
}
