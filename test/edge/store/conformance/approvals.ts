import { describe, expect, test } from 'vitest';
import type { NewApproval } from '../../../../edge/store/approvals.ts';
import type { Job } from '../../../../edge/store/job.ts';
import { newJob, type Bench } from './bench.ts';

const digest = 'ab'.repeat(32);
const by = { login: 'rosa', id: 2, commentId: 12 };
const posted: NewApproval = { digest, plan: '{"a":1}', requesterId: 1, expiresAt: 1_000_000 };

export function approvalsConform(bench: Bench): void {
  const state = async () => (await bench.store.jobs.byId(newJob().jobId))?.state;
  const awaiting = async (differing: Partial<NewApproval> = {}): Promise<Job> => {
    const { job } = await bench.store.jobs.accept(newJob());
    expect(await bench.store.approvals.ask(job, { ...posted, ...differing })).toBe(true);
    return job;
  };
  describe('an approval', () => {
    test('is asked for once, and comes back as it was kept', async () => {
      const job = await awaiting();
      expect(await state()).toBe('awaiting_approval');
      expect(await bench.store.approvals.ask(job, { ...posted, digest: 'cd'.repeat(32) })).toBe(false);
      await bench.reopen();
      expect(await bench.store.approvals.of(job.jobId)).toMatchObject({
        ...posted,
        jobId: job.jobId,
        decision: null,
        decidedBy: null,
        decidedAt: null,
        reason: null,
      });
      expect(await bench.store.approvals.of('b'.repeat(32))).toBeNull();
    });

    test('is spent once, and with it the job goes to its dispatch', async () => {
      const job = await awaiting();
      const { approvals, jobs } = bench.store;
      const spent = await Promise.all(Array.from({ length: 5 }, () => approvals.spend(job, digest, by)));
      expect(spent.filter(Boolean)).toEqual([true]);
      expect(await state()).toBe('dispatching');
      const states = (await jobs.history(job.jobId)).map(({ to }) => to);
      expect(states).toEqual(['authorised', 'awaiting_approval', 'dispatching']);
      const decided = { decision: 'approved', decidedBy: 'rosa', decidedById: 2, decisionComment: 12 };
      expect(await approvals.of(job.jobId)).toMatchObject(decided);
    });

    test('of another digest, or one that has expired, is not spent', async () => {
      const job = await awaiting();
      const { approvals } = bench.store;
      expect(await approvals.spend(job, 'cd'.repeat(32), by)).toBe(false);
      bench.time = posted.expiresAt;
      expect(await approvals.spend(job, digest, by)).toBe(false);
      bench.time = 1000;
      expect(await approvals.of(job.jobId)).toMatchObject({ decision: null });
      expect(await state()).toBe('awaiting_approval');
    });

    test('is not spent by whoever was overtaken, nor for a job that has ended', async () => {
      const job = await awaiting();
      const { approvals, jobs } = bench.store;
      const taken = await jobs.take(job.jobId);
      expect(await approvals.spend(job, digest, by)).toBe(false);
      expect(await approvals.of(job.jobId)).toMatchObject({ decision: null, decidedBy: null });
      expect(taken && (await jobs.finish(taken, 'cancelled', null))).toBe(true);
      expect(await approvals.spend(taken ?? job, digest, by)).toBe(false);
      expect(await approvals.of(job.jobId)).toMatchObject({ decision: null });
    });

    test('that was denied is not spent, and one that was spent is not denied', async () => {
      const job = await awaiting();
      const { approvals } = bench.store;
      expect(await approvals.deny(job.jobId, by, 'not today')).toBe(true);
      expect(await approvals.deny(job.jobId, { ...by, login: 'mona' }, null)).toBe(false);
      expect(await approvals.spend(job, digest, by)).toBe(false);
      expect(await state()).toBe('awaiting_approval');
      const denied = { decision: 'denied', decidedBy: 'rosa', reason: 'not today' };
      expect(await approvals.of(job.jobId)).toMatchObject(denied);
    });
  });
}
