import { describe, expect, test } from 'vitest';
import { DEFAULT_CAPS } from '../../../../core/caps/caps.ts';
import { isRefusal } from '../../../../core/refusal.ts';
import type { Job } from '../../../../edge/store/job.ts';
import { newJob, type Bench } from './bench.ts';
import { $, idOf, ledgerBench } from './ledger-bench.ts';

export function childrenConform(bench: Bench): void {
  const { accepted, reserve, running, sound } = ledgerBench(bench);
  const child = (number: number, of: Job, more = {}) =>
    accepted(number, { parentJob: of.jobId, parentUrl: 'u', depth: 1, deepest: 1, ...more });
  /** A job whose run left so much of its dollar. */
  const leaving = async (left: number) => {
    const parent = await running(1);
    await bench.store.jobs.finish(parent, 'done', null, { reportedUsd: 1 - left / $ });
    return parent;
  };

  describe('jobs that a run asked for', () => {
    test('are known by it, oldest first, across a restart', async () => {
      const parent = await running(1);
      await child(3, parent);
      await child(2, parent);
      await bench.reopen();
      const found = await bench.store.jobs.childrenOf(parent.jobId);
      expect(found.map(({ jobId }) => jobId)).toEqual([idOf(3), idOf(2)]);
      expect(found[0]).toMatchObject({ parentJob: parent.jobId, parentUrl: 'u', depth: 1, deepest: 1 });
      expect(parent).toMatchObject({ parentJob: null, parentUrl: null, depth: 0, deepest: null });
    });

    test('are found however deep they are, those that are open, the deepest first', async () => {
      const { jobs } = bench.store;
      const [parent, other] = [await running(1), await accepted(2)];
      const first = await child(3, parent, { depth: 1 });
      const deep = await child(5, first, { depth: 2 });
      const second = await child(4, parent, { depth: 1 });
      const elsewhere = await child(6, other, { depth: 1 });
      await jobs.finish(first, 'done', null);
      const below = async (...of: Job[]) =>
        (await jobs.openBelow(of.map(({ jobId }) => jobId))).map(({ jobId }) => jobId);
      expect(await below(parent)).toEqual([deep, second].map(({ jobId }) => jobId));
      expect(await below(parent, first, other)).toEqual([deep, second, elsewhere].map(({ jobId }) => jobId));
      expect(await below(deep)).toEqual([]);
      expect(await below()).toEqual([]);
    });

    test('have together what the run left, however many reserve at once', async () => {
      const parent = await leaving(0.6 * $);
      const jobs = await Promise.all(Array.from({ length: 20 }, (_, at) => child(at + 2, parent)));
      const made = await Promise.all(jobs.map((job) => reserve(job, 0.25 * $)));
      const refused = made.filter((one) => isRefusal(one));
      expect(made.filter((one) => one !== null && !isRefusal(one))).toHaveLength(2);
      expect(refused).toHaveLength(18);
      expect(refused[0]).toMatchObject({ code: 'parent-spent' });
      expect(isRefusal(refused[0]) && refused[0].because).toMatch(/\$0\.6, of which \$0\.5 went to others/);
      await sound();
    });

    test('are held back by that look alone: asked for by nobody, all of them reserve', async () => {
      await leaving(0.6 * $);
      const jobs = await Promise.all(Array.from({ length: 20 }, (_, at) => accepted(at + 2)));
      const made = await Promise.all(jobs.map((job) => reserve(job, 0.25 * $)));
      expect(made.filter((one) => isRefusal(one))).toEqual([]);
    });

    test('get nothing of what one of them left, of a run that goes on, or that nobody knows', async () => {
      const parent = await leaving(0.5 * $);
      const first = await child(2, parent);
      expect(await reserve(first, 0.5 * $)).toMatchObject({ state: 'held' });
      await bench.store.jobs.move(first, ['reserved'], 'dispatching');
      await bench.store.jobs.dispatched(first, { runId: 2, url: 'u' });
      await bench.store.jobs.finish(first, 'done', null, { reportedUsd: 0.01 });
      expect(await reserve(await child(3, parent), 0.01 * $)).toMatchObject({ code: 'parent-spent' });
      // The first one's own may have it.
      expect(await reserve(await child(4, first), 0.49 * $)).toMatchObject({ state: 'held' });
      const open = await running(5);
      expect(await reserve(await child(6, open), 0.01 * $)).toMatchObject({ code: 'parent-spent' });
      const unknown = await accepted(7, { parentJob: idOf(99) });
      expect(await reserve(unknown, 0.01 * $)).toMatchObject({ code: 'parent-spent' });
      await sound();
    });

    test('get back what was released of one that had no run', async () => {
      const parent = await leaving(0.5 * $);
      const first = await child(2, parent);
      await reserve(first, 0.5 * $);
      await bench.store.jobs.finish(first, 'refused', null);
      expect(await reserve(await child(3, parent), 0.5 * $)).toMatchObject({ state: 'held' });
      await sound();
    });

    test('reserve nothing for what is no amount', async () => {
      const parent = await leaving(0.5 * $);
      for (const [at, amount] of [Number.NaN, -1, 2 ** 53 + 1, Infinity].entries())
        expect(isRefusal(await reserve(await child(at + 2, parent), amount))).toBe(true);
      await sound();
    });

    test('go side by side where one agent has several, and count within the hour', async () => {
      const parent = await running(1);
      const caps = { ...DEFAULT_CAPS, repository_per_hour: 3 };
      const accept = (number: number, parentJob: string | null) =>
        bench.store.jobs.accept(newJob({ jobId: idOf(number), commandCommentId: number, parentJob }), caps);
      expect(await accept(2, null)).toMatchObject({ code: 'job-open' });
      expect(await accept(2, parent.jobId)).toMatchObject({ isNew: true });
      expect(await accept(3, parent.jobId)).toMatchObject({ isNew: true });
      expect(await accept(4, parent.jobId)).toMatchObject({ code: 'cap-repository-per-hour' });
    });
  });
}
