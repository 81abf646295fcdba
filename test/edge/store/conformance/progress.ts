import { describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { jobsOf } from './keeping.ts';

const id = 'a'.repeat(32);
const LATER = Number.MAX_SAFE_INTEGER;

export function progressConforms(bench: Bench): void {
  const { job } = jobsOf(bench);
  /** A job whose run was made. */
  const running = async () => {
    const made = await job('a', 1);
    for (const [from, to] of [
      ['authorised', 'reserved'],
      ['reserved', 'dispatching'],
    ] as const)
      await bench.store.jobs.move(made, [from], to);
    await bench.store.jobs.dispatched(made, { runId: 77, url: 'https://x/77' });
    return made;
  };

  describe('the progress of a job', () => {
    test('is due while it waits for a runner or runs, and has stood so since the time', async () => {
      const { progress, jobs } = bench.store;
      const before = bench.time;
      const made = await running();
      expect(await progress.due(before)).toEqual([]);
      expect(await progress.due(LATER)).toEqual([{ jobId: id, repositoryId: 42 }]);
      await jobs.move(made, ['dispatched'], 'running');
      expect(await progress.due(LATER)).toHaveLength(1);
      await jobs.move(made, ['running'], 'collecting');
      expect(await progress.due(LATER)).toEqual([]);
      await jobs.finish(made, 'done', null);
      expect(await progress.due(LATER)).toEqual([]);
    });

    test('is told by one of many that would, and again when it is time', async () => {
      const { progress } = bench.store;
      await running();
      const later = bench.time + 1000;
      const claims = await Promise.all(Array.from({ length: 10 }, () => progress.claim(id, later)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await progress.due(LATER)).toEqual([]);
      await progress.told(id, bench.time);
      expect(await progress.due(LATER)).toHaveLength(1);
      expect(await progress.claim(id, later)).toBe(true);
      expect(await progress.of(id)).toMatchObject({ nextAt: later, stopped: false });
      await progress.postpone(id, bench.time);
      expect(await progress.due(LATER)).toHaveLength(1);
    });

    test('is told no more once its end was asked for, also after a restart', async () => {
      await running();
      await bench.store.progress.stop(id);
      await bench.reopen();
      const { progress } = bench.store;
      expect(await progress.due(LATER)).toEqual([]);
      expect(await progress.claim(id, LATER)).toBe(false);
      await progress.told(id, 0);
      expect(await progress.of(id)).toMatchObject({ stopped: true });
      expect(await progress.due(LATER)).toEqual([]);
    });

    test('is counted for each installation, for an hour, whoever tells it', async () => {
      const { progress } = bench.store;
      await progress.writing(5, 2);
      await progress.writing(5, 1);
      await progress.writing(6, 2);
      await bench.reopen();
      expect(await bench.store.progress.written(5)).toBe(3);
      expect(await bench.store.progress.written(7)).toBe(0);
      await bench.store.retention.forgetInstallation(6);
      expect(await bench.store.progress.written(6)).toBe(0);
      bench.time += 3_600_000;
      expect(await bench.store.progress.written(5)).toBe(0);
    });

    test('is forgotten with its job', async () => {
      const made = await running();
      await bench.store.progress.told(id, 1);
      await bench.store.jobs.finish(made, 'done', null);
      await bench.store.retention.forget(LATER);
      expect(await bench.store.progress.of(id)).toBeNull();
    });
  });
}
