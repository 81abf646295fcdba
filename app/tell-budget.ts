import type { BudgetView } from '../core/output/budget-line.ts';
import type { Window } from '../core/ledger/windows.ts';
import type { Job } from '../edge/store/job.ts';
import type { Reservation } from '../edge/store/ledger.ts';
import { closingOf, type Spending } from '../edge/store/settle-reservation.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';

/** What the end of a job tells of the cost of its run. A job that is refused without a run has none. */
export function spendingOf({ runId }: Job, { state, result, costUsd }: Ending): Spending {
  return { reportedUsd: result?.cost_usd ?? costUsd, noRun: runId === null && state === 'refused' };
}

/**
 * What a job's reservation comes to with this end: the comment tells the end before the row does. Null when nothing
 * was reserved, or nothing spent because no run was started.
 */
export async function tellBudget({ store }: Desk, job: Job, ending: Ending): Promise<BudgetView | null> {
  const reservation = await store.ledger.of(job.jobId);
  if (reservation === null) return null;
  const { state: from, runId } = job;
  const { settled, basis } = closingOf(reservation.reserved, {
    ...spendingOf(job, ending),
    from,
    runId,
  });
  if (basis === null) return null;
  const { reserved, day } = reservation;
  return { reserved, settled, basis, day, left: await leftAfter(store, reservation, settled) };
}

async function leftAfter(store: Desk['store'], reservation: Reservation, settled: number) {
  const standing = await store.ledger.standing(reservation);
  const told: [Window, string][] = [
    ['user_per_day', reservation.actor],
    ['repository_per_day', 'this repository'],
  ];
  return told.flatMap(([window, whose]) => {
    const cap = reservation.caps[window];
    if (cap === null) return [];
    const { spent, reserved } = standing[window];
    const others =
      spent + reserved - (reservation.state === 'held' ? reservation.reserved : reservation.settled);
    return [{ whose, cap, left: Math.max(0, cap - others - settled) }];
  });
}
