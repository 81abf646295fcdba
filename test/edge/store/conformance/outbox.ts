import { describe, expect, test } from 'vitest';
import { newJob, type Bench } from './bench.ts';

export function outboxConforms(bench: Bench): void {
  describe('the outbox', () => {
    test('remembers what was tried, made and told, across a restart', async () => {
      const { outbox } = bench.store;
      expect(await outbox.of('config:42:3')).toBeNull();
      await outbox.trying('config:42:3');
      const tried = await outbox.of('config:42:3');
      expect(tried).toEqual({ triedAt: expect.any(Number), githubId: null, told: null, unmarked: false });
      await outbox.trying('config:42:3');
      await outbox.made('config:42:3', 7);
      await outbox.told('config:42:3', 'a...b');
      await outbox.made('config:42:4', 8);
      await bench.reopen();
      const again = bench.store.outbox;
      expect(await again.of('config:42:3')).toEqual({ ...tried, githubId: 7, told: 'a...b' });
      await again.forget('config:42:3');
      expect(await again.of('config:42:3')).toBeNull();
      expect(await again.of('config:42:4')).toMatchObject({ githubId: 8 });
    });

    test('tells nothing of what was never tried', async () => {
      await bench.store.outbox.told('config:42:3', 'a...b');
      expect(await bench.store.outbox.of('config:42:3')).toBeNull();
    });

    test('knows the checks of ended jobs that do not say so', async () => {
      const { outbox, jobs } = bench.store;
      const { job } = await jobs.accept(newJob());
      const other = await jobs.accept(newJob({ jobId: 'b'.repeat(32), commandCommentId: 8 }));
      for (const { jobId } of [job, other.job]) await outbox.made(`check:${jobId}`, 5);
      expect(await outbox.staleChecks()).toEqual([]);
      await jobs.finish(job, 'done', null);
      expect(await outbox.staleChecks()).toEqual([{ jobId: job.jobId, repositoryId: 42 }]);
      await outbox.told(`check:${job.jobId}`, 'queued');
      expect(await outbox.staleChecks()).toHaveLength(1);
      await outbox.told(`check:${job.jobId}`, 'completed');
      expect(await outbox.staleChecks()).toEqual([]);
    });

    test('forgets old replies only', async () => {
      const { outbox } = bench.store;
      for (const key of ['reply:7', 'config:42:3', 'job:x:status']) await outbox.trying(key);
      const then = bench.time;
      await outbox.trying('reply:8');
      await outbox.prune(then);
      const kept = await Promise.all(
        ['reply:7', 'reply:8', 'config:42:3', 'job:x:status'].map((key) => outbox.of(key)),
      );
      expect(kept.map((sent) => sent !== null)).toEqual([false, true, true, true]);
    });
  });
}
