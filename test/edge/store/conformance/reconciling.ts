import { describe, expect, test } from 'vitest';
import { delivery, type Bench } from './bench.ts';

export function reconcilingConforms(bench: Bench): void {
  describe('what is known of missed deliveries', () => {
    test('is up to when somebody looked, across a restart', async () => {
      const { reconciling } = bench.store;
      expect(await reconciling.watermark('alive')).toBeNull();
      await reconciling.setWatermark('alive', 5);
      await reconciling.setWatermark('alive', 7);
      await reconciling.setWatermark('deliveries', 3);
      await bench.reopen();
      expect(await bench.store.reconciling.watermark('alive')).toBe(7);
      expect(await bench.store.reconciling.watermark('deliveries')).toBe(3);
    });

    test('is which were neither kept nor asked for', async () => {
      const { inbox, reconciling } = bench.store;
      await inbox.accept(delivery);
      await reconciling.asked('d2');
      await reconciling.asked('d2');
      const then = bench.time;
      await reconciling.asked('d3');
      const all = ['d1', 'd2', 'd3', 'd4'];
      expect(await reconciling.missing([])).toEqual(new Set());
      expect(await reconciling.missing(all)).toEqual(new Set(['d4']));
      const many = Array.from({ length: 1200 }, (_, at) => `x${at}`);
      expect((await reconciling.missing([...many, ...all])).size).toBe(1201);
      await reconciling.prune(then);
      expect(await reconciling.missing(all)).toEqual(new Set(['d2', 'd4']));
    });
  });
}
