import { describe, expect, test } from 'vitest';
import { keyForJob } from '../../../../edge/store/sent-for-job.ts';
import { delivery, newJob, type Bench } from './bench.ts';

const id = (digit: string) => digit.repeat(32);

export function keepingConforms(bench: Bench): void {
  const { job, ended } = jobsOf(bench);
  describe('what is forgotten', () => {
    test('ended before the time; what is open stays, however old', async () => {
      const { jobs, retention } = bench.store;
      await ended('a', 1);
      await job('b', 2);
      const before = bench.time;
      await ended('c', 3);
      expect(await retention.forget(before)).toEqual({ jobs: 1, deliveries: 0 });
      expect(await jobs.byId(id('a'))).toBeNull();
      expect(await jobs.history(id('a'))).toEqual([]);
      expect(await jobs.byId(id('b'))).toMatchObject({ task: 'check it' });
      expect(await jobs.byId(id('c'))).toMatchObject({ state: 'done' });
    });

    test('are deliveries that were done; one that waits stays', async () => {
      const { inbox, retention } = bench.store;
      await inbox.accept(delivery);
      await inbox.accept({ ...delivery, delivery: 'd2', contentKey: 'other' });
      await inbox.done('d1', 'done');
      expect(await retention.forget(bench.time)).toEqual({ jobs: 0, deliveries: 1 });
      expect((await inbox.unfinished()).map((task) => task.id)).toEqual(['d2']);
      expect(await inbox.accept(delivery)).toBe('new');
    });

    test('is all of an installation that is gone, and nothing of another', async () => {
      const { jobs, inbox, outbox, retention } = bench.store;
      await job('a', 1);
      await ended('b', 2);
      await jobs.accept(newJob({ jobId: id('c'), commandCommentId: 3, installationId: 6, repositoryId: 43 }));
      await inbox.accept(delivery);
      await inbox.done('d1', 'done');
      await outbox.trying('config:42:3');
      const ofJob = ['status', 'review', 'patch', 'check'] as const;
      for (const what of ofJob) await outbox.trying(keyForJob({ jobId: id('a') }, what));
      await outbox.trying('config:43:3');
      expect(await retention.forgetInstallation(5)).toEqual({ jobs: 2, deliveries: 1 });
      expect(await jobs.byId(id('a'))).toBeNull();
      expect(await jobs.history(id('b'))).toEqual([]);
      expect(await outbox.of('config:42:3')).toBeNull();
      for (const what of ofJob) expect(await outbox.of(keyForJob({ jobId: id('a') }, what)), what).toBeNull();
      expect(await jobs.byId(id('c'))).toMatchObject({ repositoryId: 43 });
      expect(await outbox.of('config:43:3')).not.toBeNull();
    });
  });
}

/** Jobs with an id of one digit. */
export function jobsOf(bench: Bench) {
  const job = async (digit: string, commentId: number) =>
    (await bench.store.jobs.accept(newJob({ jobId: id(digit), commandCommentId: commentId }))).job;
  const ended = async (digit: string, commentId: number) =>
    bench.store.jobs.finish(await job(digit, commentId), 'done', null);
  return { job, ended };
}
