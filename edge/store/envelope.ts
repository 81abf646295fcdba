import { dollarsIn } from '../../core/ledger/amount.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { Sql } from './sql.ts';

type Envelope = { reserved: number; settled: number; state: 'held' | 'settled' | 'released' };

/**
 * Why a job that a run asked for may not reserve so much (micro-dollars): it and the others of that run have, all
 * together, what the run left of its own reservation, and nothing before the run has ended. Null when it may, and for a
 * job that no run asked for. A part of the transaction that reserves: the parent's row keeps its children apart.
 */
export async function whyBeyondParent(sql: Sql, jobId: string, amount: number): Promise<Refusal | null> {
  const job = await sql.get<{ parentJob: string | null }>(
    `SELECT parent_job AS "parentJob" FROM jobs WHERE job_id = ?`,
    [jobId],
  );
  const parentJob = job?.parentJob ?? null;
  if (parentJob === null) return null;
  await sql.run(`UPDATE jobs SET attempt = attempt WHERE job_id = ?`, [parentJob]);
  const envelope = await sql.get<Envelope>(
    `SELECT reserved, settled, state FROM reservations WHERE job_id = ?`,
    [parentJob],
  );
  const left = envelope?.state === 'settled' ? envelope.reserved - envelope.settled : 0;
  const taken = await takenBy(sql, parentJob);
  if (taken + amount <= left) return null;
  return refuse(
    'parent-spent',
    `It may cost $${dollarsIn(amount)}, and of the budget of the run that asked for it $${dollarsIn(Math.max(0, left - taken))} are left: $${dollarsIn(left)}, of which $${dollarsIn(taken)} went to others.`,
    'Raise the `budget_usd` of the agent that asked for it, or start this one by a comment.',
  );
}

/** What the children of a job hold or have spent. What one of them left goes to no other. */
async function takenBy(sql: Sql, parentJob: string): Promise<number> {
  const row = await sql.get<{ taken: number | null }>(
    `SELECT CAST(SUM(CASE state WHEN 'released' THEN 0 ELSE reserved END) AS BIGINT) AS taken FROM reservations
     WHERE job_id IN (SELECT job_id FROM jobs WHERE parent_job = ?)`,
    [parentJob],
  );
  return row?.taken ?? 0;
}
