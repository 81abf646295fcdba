import { describe, expect, test } from 'vitest';
import { delivery, type Bench } from './bench.ts';

export function laterConforms(bench: Bench): void {
  describe('a delivery that is put off', () => {
    test('is handed out when it is due, and not before, across a restart', async () => {
      await bench.store.inbox.accept(delivery);
      const due = bench.time + 50_000;
      await bench.store.later.put('d1', due);
      await bench.reopen();
      const { store } = bench;
      const seen: string[] = [];
      await store.queue.start(async ({ id }) => {
        if ((await store.inbox.waiting(id)) === null) return;
        seen.push(id);
        await store.inbox.done(id, 'done');
      });
      expect(await store.later.queueDue()).toBe(0);
      await store.queue.idle();
      expect(seen).toEqual([]);
      expect(await store.later.tries('d1')).toBe(1);
      bench.time = due;
      expect(await store.later.queueDue()).toBe(1);
      expect(await store.later.queueDue()).toBe(0);
      await store.queue.idle();
      expect(seen).toEqual(['d1']);
      await store.queue.stop();
    });

    test('is withdrawn by what it is about, and only while it waits', async () => {
      const { inbox, later } = bench.store;
      await inbox.accept(delivery);
      expect(await later.withdraw(delivery.contentKey, 'comment-edited')).toBe(false);
      const due = bench.time + 5000;
      await later.put('d1', due);
      expect(await later.withdraw(delivery.contentKey, 'comment-edited')).toBe(true);
      expect(await later.withdraw(delivery.contentKey, 'comment-edited')).toBe(false);
      bench.time = due;
      expect(await later.queueDue()).toBe(0);
      const rows = await bench.raw('SELECT payload, outcome FROM inbox');
      expect(rows.map((row) => ({ ...row }))).toEqual([{ payload: '', outcome: 'comment-edited' }]);
    });
  });
}
