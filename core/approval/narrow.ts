import type { Plan } from '../profile/plan.ts';

type Lists = Pick<Plan, 'policy' | 'tools' | 'allowedTools'> & { hosts: readonly string[] };

/** A part of a plan that an approver may leave out: calls of a tool, or a host. */
export type Part = { kind: 'calls' | 'host'; text: string };

/** The parts of a plan in their order: the first one is number 1. */
export function partsOf(plan: Lists): Part[] {
  const host = (text: string): Part => ({ kind: 'host', text });
  return [...callsOf(plan).map((text): Part => ({ kind: 'calls', text })), ...plan.hosts.map(host)];
}

/**
 * The plan without the parts of these numbers. Nothing is added and nothing compiled anew: whatever the judge or the
 * proxy refuses under the whole plan, they refuse under this one.
 */
export function narrowed(plan: Plan, without: readonly number[]): Plan {
  const calls = callsOf(plan);
  const stays = (index: number) => !without.includes(index + 1);
  const egress = plan.egress.filter((_, index) => stays(calls.length + index));
  if (plan.policy === 'allow_list')
    return { ...plan, egress, allowedTools: calls.filter((_, index) => stays(index)) };
  const gone = calls.filter((_, index) => !stays(index));
  return { ...plan, egress, disallowedTools: [...plan.disallowedTools, ...gone] };
}

/** Only under `allow_list` do the entries of `allowed_tools` count; else what counts is which tools there are. */
function callsOf({ policy, tools, allowedTools }: Pick<Plan, 'policy' | 'tools' | 'allowedTools'>): string[] {
  return [...(policy === 'allow_list' ? allowedTools : tools)];
}
