import { recordMismatch } from '../core/audit/call-counts.ts';
import { outcomeOf, type RunVerdict } from '../core/events/outcome.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { CagedJob, Layers } from './caged-job.ts';
import type { RunFleet } from './fleet/run-fleet.ts';
import { wholeTally } from './fleet/whole-run.ts';
import { runGroup } from './group/run-group.ts';
import type { Prepared } from './prepare.ts';
import type { Recorder } from './record.ts';
import { runInCage, type CagedRun } from './run-in-cage.ts';

/** What came of a run, and how it ended. */
export type Ran = Pick<CagedRun, 'spentMicroUsd' | 'taint' | 'tray' | 'change' | 'files'> & {
  told: RunVerdict;
  /** Null where no agent of its own led it. */
  turns: number | null;
};

/** Runs an agent, or a group, to its end. `fleet` is there wherever there may be several agents. */
export async function carryOut(
  { plan, team, briefing }: Pick<Prepared, 'plan' | 'team' | 'briefing'>,
  job: CagedJob,
  { fleet, recorder }: { fleet: RunFleet | null; recorder: Recorder },
  use: Layers,
): Promise<Ran | Refusal> {
  if (plan.group !== undefined && fleet !== null) {
    const group = await runGroup({ group: plan.group, fleet: { ...fleet, job }, team, briefing }, use);
    const nothing = { tray: [], change: null, files: null, turns: null };
    return isRefusal(group) ? group : { ...group, ...nothing, told: group.verdict };
  }
  const run = await runInCage(job, use);
  if (isRefusal(run)) return run;
  const { brokerRefusals } = fleet === null ? recorder.tally : wholeTally(fleet, recorder);
  const { timeoutMinutes, budgetUsd } = plan;
  const mismatch = recordMismatch(run.calls, recorder.counts());
  const told = outcomeOf({ ...run, mismatch, timeoutMinutes, budgetUsd, brokerRefusals });
  return { ...run, told, turns: run.results.at(-1)?.turns ?? null };
}
