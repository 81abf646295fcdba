import { openChange } from './change.ts';
import type { Held } from './job.ts';
import type { Database } from './sql.ts';

/** What is posted for approval. Times are milliseconds since 1970. */
export type NewApproval = {
  /** SHA-256 of the plan. */
  digest: string;
  /** The plan as JSON. */
  plan: string;
  /** Account of whoever asked for the job. */
  requesterId: number;
  expiresAt: number;
};

/** Who decided, and the comment that said so. */
export type Decider = { login: string; id: number; commentId: number };

export type Approval = NewApproval & {
  jobId: string;
  requestedAt: number;
  /** Null while nobody has decided. */
  decision: 'approved' | 'denied' | null;
  decidedBy: string | null;
  decidedById: number | null;
  decidedAt: number | null;
  decisionComment: number | null;
  /** Why it was denied, in the words of whoever did. */
  reason: string | null;
};

export type Approvals = {
  /** Keeps the plan and moves the job to `awaiting_approval`: both or none. False when nothing was done. */
  ask(held: Held, approval: NewApproval): Promise<boolean>;
  of(jobId: string): Promise<Approval | null>;
  /**
   * Spends an approval of exactly this digest, once, and moves the job to `dispatching`: both or none. False when it
   * was spent, denied or has expired, or the job is in another's hand.
   */
  spend(held: Held, digest: string, by: Decider): Promise<boolean>;
  /** Notes that nobody may approve any more, once. */
  deny(jobId: string, by: Decider, reason: string | null): Promise<boolean>;
};

const COLUMNS = `job_id AS "jobId", digest, plan, requester_id AS "requesterId", requested_at AS "requestedAt",
  expires_at AS "expiresAt", decision, decided_by AS "decidedBy", decided_by_id AS "decidedById",
  decided_at AS "decidedAt", decision_comment AS "decisionComment", reason`;

const DECIDE = `UPDATE approvals SET decision = ?, decided_by = ?, decided_by_id = ?, decided_at = ?,
  decision_comment = ?, reason = ? WHERE decision IS NULL AND job_id = ?`;

/** Undoes the transaction it is thrown in. */
class Undone extends Error {}

/** The table of approvals. */
export function openApprovals(database: Database, now: () => number): Approvals {
  const change = openChange(database, now);
  return {
    ask: (held, { digest, plan, requesterId, expiresAt }) =>
      database.transaction(async (sql) => {
        if (!(await change.stateWithin(sql, held, ['authorised'], 'awaiting_approval', null))) return false;
        await sql.run(
          `INSERT INTO approvals (job_id, digest, plan, requester_id, requested_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [held.jobId, digest, plan, requesterId, now(), expiresAt],
        );
        return true;
      }),
    async of(jobId) {
      return (
        (await database.get<Approval>(`SELECT ${COLUMNS} FROM approvals WHERE job_id = ?`, [jobId])) ?? null
      );
    },
    spend: (held, digest, { login, id, commentId }) =>
      undoable(() =>
        database.transaction(async (sql) => {
          const at = now();
          const decision = ['approved', login, id, at, commentId, null];
          const values = [...decision, held.jobId, digest, at];
          const decided = await sql.run(`${DECIDE} AND digest = ? AND expires_at > ?`, values);
          if (decided === 0) return false;
          const from = ['awaiting_approval', 'reserved'] as const;
          if (!(await change.stateWithin(sql, held, from, 'dispatching', null))) throw new Undone();
          return true;
        }),
      ),
    deny: async (jobId, { login, id, commentId }, reason) =>
      (await database.run(DECIDE, ['denied', login, id, now(), commentId, reason, jobId])) > 0,
  };
}

async function undoable(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Undone) return false;
    throw error;
  }
}
