import { describe, expect, test } from 'vitest';
import { delivery, type Bench } from './bench.ts';

const first = { kind: 'delivery', id: 'd1', lane: 42 };

export function inboxConforms(bench: Bench): void {
  describe('the inbox', () => {
    test('keeps a delivery once, by GUID and by content, across a restart', async () => {
      const { inbox } = bench.store;
      expect(await inbox.accept(delivery)).toBe('new');
      expect(await inbox.accept(delivery)).toBe('duplicate');
      expect(await inbox.accept({ ...delivery, delivery: 'd2' })).toBe('duplicate');
      expect(await inbox.accept({ ...delivery, contentKey: 'other' })).toBe('duplicate');
      await bench.reopen();
      expect(await bench.store.inbox.unfinished()).toEqual([first]);
      expect(await bench.store.inbox.waiting('d1')).toEqual({
        ...delivery,
        receivedAt: expect.any(Number),
      });
    });

    test('keeps one of many that arrive at once', async () => {
      const { inbox } = bench.store;
      const kept = await Promise.all(Array.from({ length: 20 }, () => inbox.accept(delivery)));
      expect(kept.filter((verdict) => verdict === 'new')).toHaveLength(1);
      expect(await inbox.unfinished()).toEqual([first]);
    });

    test('keeps all of many that arrive at once but the one that fails', async () => {
      const { inbox } = bench.store;
      const ids = Array.from({ length: 20 }, (_, at) => `d${at}`);
      const arrive = ids.map((id, at) => {
        // A column that holds a text always.
        const payload = at === 7 ? (null as unknown as string) : '{}';
        return inbox.accept({ ...delivery, delivery: id, contentKey: id, payload });
      });
      const outcomes = (await Promise.allSettled(arrive)).map(({ status }) => status);
      expect(outcomes).toEqual(ids.map((_, at) => (at === 7 ? 'rejected' : 'fulfilled')));
      const kept = (await inbox.unfinished()).map(({ id }) => id);
      expect(kept.toSorted()).toEqual(ids.filter((_, at) => at !== 7).toSorted());
      expect(await inbox.accept({ ...delivery, delivery: 'd7', contentKey: 'd7' })).toBe('new');
    });

    test('forgets the text of what is done, and never takes it up again', async () => {
      const { inbox } = bench.store;
      await inbox.accept(delivery);
      await inbox.done('d1', 'dispatched');
      expect(await inbox.waiting('d1')).toBeNull();
      expect(await inbox.unfinished()).toEqual([]);
      expect(await inbox.accept({ ...delivery, delivery: 'd2' })).toBe('duplicate');
      const rows = await bench.raw('SELECT payload, outcome FROM inbox');
      expect(rows.map((row) => ({ ...row }))).toEqual([{ payload: '', outcome: 'dispatched' }]);
    });

    test('opens again what failed, under the GUID it has', async () => {
      const { inbox } = bench.store;
      await inbox.accept(delivery);
      await inbox.failed('d1', 'failed');
      expect(await inbox.unfinished()).toEqual([]);
      expect(await inbox.accept({ ...delivery, delivery: 'd2' })).toBe('reopened');
      expect(await inbox.unfinished()).toEqual([first]);
      expect(await inbox.waiting('d1')).toMatchObject({ payload: '{"a":1}' });
    });

    test('knows what waits below a key', async () => {
      const { inbox } = bench.store;
      await inbox.accept(delivery);
      expect(await inbox.waitsBelow('42:comment:7')).toBe(false);
      await inbox.accept({ ...delivery, delivery: 'd2', contentKey: '42:comment:71:deleted' });
      expect(await inbox.waitsBelow('42:comment:7')).toBe(false);
      await inbox.accept({ ...delivery, delivery: 'd3', contentKey: '42:comment:7:deleted' });
      expect(await inbox.waitsBelow('42:comment:7')).toBe(true);
      await inbox.done('d3', 'too-late');
      expect(await inbox.waitsBelow('42:comment:7')).toBe(false);
    });

    test('counts what waits', async () => {
      const { store } = bench;
      expect(await store.waiting()).toEqual({ deliveries: 0, oldestAt: null });
      await store.inbox.accept(delivery);
      expect(await store.waiting()).toMatchObject({ deliveries: 1, oldestAt: expect.any(Number) });
      expect((await store.counts()).jobs).toEqual([]);
    });
  });
}
