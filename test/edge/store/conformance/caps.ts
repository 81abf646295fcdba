import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, type Caps } from '../../../../core/caps/caps.ts';
import { isRefusal } from '../../../../core/refusal.ts';
import type { NewJob } from '../../../../edge/store/job.ts';
import { newJob, type Bench } from './bench.ts';

const wide: Caps = { user_per_hour: 99, repository_per_hour: 99, installation_per_hour: 99 };

/** The job of a command in a thread of its own. */
const nthJob = (at: number, differing: Partial<NewJob> = {}): NewJob =>
  newJob({ jobId: String(at).padStart(32, '0'), commandCommentId: at, issueNumber: at, ...differing });

export function capsConform(bench: Bench): void {
  const code = async (job: NewJob, caps: Caps) => {
    const accepted = await bench.store.jobs.accept(job, caps);
    return isRefusal(accepted) ? accepted.code : 'accepted';
  };

  describe('the caps on jobs', () => {
    test('hold for a person, a repository and an installation, each by its own count', async () => {
      const caps = { user_per_hour: 1, repository_per_hour: 2, installation_per_hour: 3 };
      expect(await code(nthJob(1), caps)).toBe('accepted');
      expect(await code(nthJob(2), caps)).toBe('cap-user-per-hour');
      expect(await code(nthJob(3, { actorId: 12 }), caps)).toBe('accepted');
      expect(await code(nthJob(4, { actorId: 13 }), caps)).toBe('cap-repository-per-hour');
      expect(await code(nthJob(5, { actorId: 13, repositoryId: 43 }), caps)).toBe('accepted');
      expect(await code(nthJob(6, { actorId: 14, repositoryId: 44 }), caps)).toBe(
        'cap-installation-per-hour',
      );
      expect(await code(nthJob(7, { actorId: 14, repositoryId: 44, installationId: 6 }), caps)).toBe(
        'accepted',
      );
    });

    test('tell when the next is possible, and then it is', async () => {
      const { jobs } = bench.store;
      const caps = { ...wide, user_per_hour: 2 };
      bench.time = 50_000;
      const first = await jobs.accept(nthJob(1), caps);
      bench.time = 90_000;
      await jobs.accept(nthJob(2), caps);
      const capped = await jobs.whyCapped(nthJob(3), caps);
      const at = isRefusal(first) ? 0 : first.job.createdAt;
      expect(capped?.until).toBe(at + HOUR_MS);
      bench.time = at + HOUR_MS - 1;
      expect(await code(nthJob(3), caps)).toBe('cap-user-per-hour');
      bench.time = at + HOUR_MS;
      expect(await code(nthJob(3), caps)).toBe('accepted');
    });

    test('leave one open job for an agent in a thread, and a command its own', async () => {
      const { jobs } = bench.store;
      expect(await code(newJob(), wide)).toBe('accepted');
      const second = newJob({ jobId: 'b'.repeat(32), commandCommentId: 8 });
      expect(await jobs.whyCapped(second, wide)).toMatchObject({ code: 'job-open' });
      expect(await code({ ...second, agent: 'helper' }, wide)).toBe('accepted');
      expect(await code(newJob(), { ...wide, user_per_hour: 1 })).toBe('accepted');
      const byPull = { jobId: 'c'.repeat(32), commandCommentId: 9, startedBy: 'pull_request' as const };
      expect(await jobs.whyCapped(newJob(byPull), wide)).toBeNull();
      const job = await jobs.take('a'.repeat(32));
      await jobs.finish(job ?? { jobId: '', attempt: 0 }, 'done', null);
      const third = newJob({ jobId: 'c'.repeat(32), commandCommentId: 9 });
      expect(await code(third, wide)).toBe('accepted');
    });

    test('hold when many are accepted at once', async () => {
      const caps = { ...wide, installation_per_hour: 5 };
      const many = Array.from({ length: 20 }, (_, at) =>
        code(nthJob(at + 1, { repositoryId: at, actorId: at }), caps),
      );
      expect((await Promise.all(many)).filter((one) => one === 'accepted')).toHaveLength(5);
    });

    test('hold in every hour, whenever the commands come', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ pause: fc.nat(HOUR_MS / 2), actorId: fc.nat(2) }), { maxLength: 25 }),
          fc.integer({ min: 1, max: 4 }),
          async (commands, most) => {
            // Each round has an installation of its own, long after the one before.
            const installationId = (bench.time += 10 * HOUR_MS);
            const times: number[] = [];
            for (const { pause, actorId } of commands) {
              const at = (bench.time += pause);
              const job = nthJob(at, { installationId, actorId, repositoryId: at });
              if ((await code(job, { ...wide, installation_per_hour: most })) === 'accepted') times.push(at);
            }
            for (const [at, time] of times.entries())
              expect(time - (times[at - most] ?? -Infinity)).toBeGreaterThanOrEqual(HOUR_MS - 10);
          },
        ),
        { numRuns: 20 },
      );
    });
  });
}
