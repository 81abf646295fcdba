import { describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { jobsOf } from './keeping.ts';

const id = 'a'.repeat(32);

export function notificationsConform(bench: Bench): void {
  const { job, ended } = jobsOf(bench);
  describe('a notification', () => {
    test('is due when its job has ended, until it was sent', async () => {
      const { notifications } = bench.store;
      const open = await job('a', 1);
      expect(await notifications.due(0)).toEqual([]);
      await bench.store.jobs.finish(open, 'failed', 'why');
      expect(await notifications.due(0)).toEqual([id]);
      expect(await notifications.due(bench.time)).toEqual([]);
      expect(await notifications.claim(id, 0)).toBe(1);
      await notifications.sent(id);
      await bench.reopen();
      expect(await bench.store.notifications.due(0)).toEqual([]);
      expect(await bench.store.notifications.claim(id, 0)).toBeNull();
    });

    test('is one try of many that are begun at once, and comes again when it is time', async () => {
      const { notifications } = bench.store;
      await ended('a', 1);
      const later = bench.time + 1000;
      const tries = await Promise.all(Array.from({ length: 10 }, () => notifications.claim(id, later)));
      expect(tries.filter((count) => count !== null)).toEqual([1]);
      expect(await notifications.due(0)).toEqual([]);
      await notifications.postpone(id, bench.time);
      expect(await notifications.due(0)).toEqual([id]);
      expect(await notifications.claim(id, later)).toBe(2);
    });
  });
}
