import { describe, expect, test, vi } from 'vitest';
import { delivery, type Bench } from './bench.ts';

/** Keeps a delivery in a lane, and so adds the task of working on it. */
export function added(bench: Pick<Bench, 'store'>, lane: number, id: string) {
  return bench.store.inbox.accept({ ...delivery, delivery: id, contentKey: id, lane });
}

export function queueConforms(bench: Bench): void {
  describe('the queue', () => {
    test('holds a lane up while its task is under way, and no other', async () => {
      const { store } = bench;
      const gate = Promise.withResolvers<void>();
      const begun: string[] = [];
      const ended: string[] = [];
      await store.queue.start(async ({ id }) => {
        begun.push(id);
        if (id === 'slow') await gate.promise;
        await store.inbox.done(id, 'done');
        ended.push(id);
      });
      await added(bench, 1, 'slow');
      await added(bench, 1, 'behind');
      for (const id of ['x', 'y', 'z']) await added(bench, 2, id);
      await vi.waitFor(() => expect(ended).toEqual(['x', 'y', 'z']), 10_000);
      expect(begun).not.toContain('behind');
      gate.resolve();
      await store.queue.idle();
      expect(ended).toEqual(['x', 'y', 'z', 'slow', 'behind']);
      await store.queue.stop();
    });

    test('gives every task of a lane once, in the order in which they came', async () => {
      const { store } = bench;
      const seen = new Map<number, string[]>([1, 2, 3].map((lane) => [lane, []]));
      await store.queue.start(async ({ id, lane }) => {
        seen.get(lane)?.push(id);
        await store.inbox.done(id, 'done');
      });
      const ids = (lane: number) => Array.from({ length: 10 }, (_, at) => `${lane}-${at}`);
      const fill = async (lane: number) => {
        for (const id of ids(lane)) await added(bench, lane, id);
      };
      await Promise.all([1, 2, 3].map(fill));
      await store.queue.idle();
      for (const [lane, found] of seen) expect(found).toEqual(ids(lane));
      await store.queue.stop();
    });

    test('begins with what was there before', async () => {
      await added(bench, 1, 'old');
      await bench.reopen();
      await added(bench, 1, 'older than the start');
      const seen: string[] = [];
      await bench.store.queue.start(async ({ id }) => {
        seen.push(id);
        await bench.store.inbox.done(id, 'done');
      });
      await added(bench, 1, 'new');
      await bench.store.queue.idle();
      expect(seen).toEqual(['old', 'older than the start', 'new']);
      await bench.store.queue.stop();
    });

    test('ends what is under way when it stops, and keeps the rest for the next start', async () => {
      const gate = Promise.withResolvers<void>();
      const seen: string[] = [];
      const work = async ({ id }: { id: string }) => {
        seen.push(id);
        if (id === 'under way') await gate.promise;
        await bench.store.inbox.done(id, 'done');
      };
      await bench.store.queue.start(work);
      await added(bench, 1, 'under way');
      await added(bench, 1, 'not begun');
      await vi.waitFor(() => expect(seen).toEqual(['under way']), 10_000);
      const stopped = bench.store.queue.stop();
      gate.resolve();
      await stopped;
      expect(seen).toEqual(['under way']);
      await bench.reopen();
      await bench.store.queue.start(work);
      await bench.store.queue.idle();
      expect(seen).toEqual(['under way', 'not begun']);
      await bench.store.queue.stop();
    });

    test('adds nothing for a delivery that is there', async () => {
      const { store } = bench;
      const seen: string[] = [];
      await store.queue.start(async ({ id }) => void seen.push(id));
      expect(await added(bench, 1, 'd1')).toBe('new');
      expect(await added(bench, 1, 'd1')).toBe('duplicate');
      await store.queue.idle();
      expect(seen).toEqual(['d1']);
      await store.queue.stop();
    });
  });
}
