import type { ActorEnd } from '../../core/fleet/actor-end.ts';
import { MAIN } from '../../core/fleet/actor-id.ts';
import { isPeerTaint } from '../../core/group/said.ts';
import { members as membersIn } from '../../core/fleet/fleet.ts';
import type { FleetMember } from '../../core/output/fleet-members.ts';
import type { RunFleet } from './run-fleet.ts';

/** How the run's own agent ended, and what the whole run cost. */
type LeadEnd = { end: ActorEnd; costUsd: number; turns: number | null; taint: readonly string[] };

/** A member as `summary.jsonl` has it: one line each. Times are UTC with milliseconds; null for one that never worked. */
export type MemberLine = Omit<FleetMember, 'tainted'> & {
  parent: string | null;
  taint: readonly string[];
  began: string | null;
  ended: string | null;
};

const MICRO = 1_000_000;

/** Every agent that the run had, the lead first: what each came to, without those that it started. */
export function memberLines(
  { crew, recorders }: RunFleet,
  lead: LeadEnd,
  began: number,
  ended: number,
): MemberLine[] {
  const all = membersIn(crew.fleet());
  const others = all.reduce((sum, one) => (one.actor === MAIN ? sum : sum + one.ownMicroUsd), 0);
  return all.map(({ actor, parent, ownMicroUsd }): MemberLine => {
    const { plan, end, beganAt, endedAt } = crew.colleagues.get(actor) ?? {
      plan: null,
      end: null,
      beganAt: null,
      endedAt: null,
    };
    const tally = recorders.get(actor)?.tally;
    const isLead = actor === MAIN;
    return {
      id: actor,
      parent,
      agent: plan?.agent ?? 'unknown',
      end: isLead ? lead.end : (end?.end ?? 'died'),
      cost_usd: isLead ? Math.max(0, Math.round(lead.costUsd * MICRO) - others) / MICRO : ownMicroUsd / MICRO,
      tokens: tally?.tokens ?? { input: 0, output: 0 },
      turns: isLead ? lead.turns : (end?.turns ?? null),
      calls: { allowed: tally?.allowed ?? 0, refused: tally?.refused ?? 0 },
      taint: isLead ? lead.taint : (end?.taint ?? []),
      began: stamp(isLead ? began : beganAt),
      ended: stamp(isLead ? ended : endedAt),
    };
  });
}

function stamp(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** What of a member the result tells. */
export function memberOf({
  parent: _parent,
  taint,
  began: _began,
  ended: _ended,
  ...rest
}: MemberLine): FleetMember {
  // That it was given words of others of its group says nothing of strangers.
  return { ...rest, tainted: taint.some((words) => !isPeerTaint(words)) };
}
