import type { Plan } from '../../core/profile/plan.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { RunVerdict } from '../../core/events/outcome.ts';
import { classOf } from '../../core/failure/codes.ts';
import { actorEndOf } from '../../core/fleet/actor-end.ts';
import { MAIN } from '../../core/fleet/actor-id.ts';
import { unixMilliseconds } from '../../edge/clock/clock.ts';
import type { Recorder } from '../record.ts';
import { withWorkers, type Tally } from '../tally.ts';
import { memberLines, type MemberLine } from './members.ts';
import type { Profiles } from './read-team.ts';
import type { RunFleet } from './run-fleet.ts';

/** What all agents of a run did. */
export function wholeTally({ recorders }: RunFleet, { tally }: Recorder): Tally {
  const workers = [...recorders].filter(([actor]) => actor !== MAIN);
  return withWorkers(
    tally,
    workers.map(([actor, recorder]) => [actor, recorder.tally]),
  );
}

/** Every agent of the run, where there were several. */
export function membersOf(
  { fleet, began, taint }: { taint: readonly string[]; fleet: RunFleet | null; began: number },
  { cause }: RunVerdict,
  { costUsd, turns }: { costUsd: number; turns: number | null },
): { members?: MemberLine[] } {
  if (fleet === null || fleet.crew.colleagues.size < 2) return {};
  const end = actorEndOf(cause === null ? null : classOf(cause.code));
  return { members: memberLines(fleet, { end, costUsd, turns, taint }, began, unixMilliseconds()) };
}

/** Whether nothing of a run may be told but what follows a schema: that of its agent, or of somebody in its group. */
export function isBound({ outputSchema, group }: Plan, team: Profiles): boolean {
  const all = group === undefined ? [] : [...team.values()];
  return outputSchema !== null || all.some((one) => !isRefusal(one) && one.plan.outputSchema !== null);
}
