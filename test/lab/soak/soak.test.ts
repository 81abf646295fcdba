import { expect, test } from 'vitest';
import { soak } from '../../../lab/soak/campaign.ts';

const PATIENCE_MS = 300_000;
const order = { engine: 'sqlite', seed: 20_261_122, minutes: 0.3 } as const;

test(
  'a short soak: calls fail and the clock jumps, every command ends once, and memory does not grow',
  async () => {
    const made = await soak(order);
    expect(made.anomalies).toEqual([]);
    expect(made.problems).toEqual([]);
    expect(made.memory.map(({ heap }) => heap.isFlat)).toEqual([true]);
    expect(made.commands).toBeGreaterThan(20);
    expect(made.done).toBeGreaterThan(15);
    expect([made.told, made.mostTold]).toEqual([0, 0]);
    expect(made.faults / made.calls).toBeGreaterThan(0.02);
    expect(made.steps.forward).toBeGreaterThan(2);
    expect(made.hours).toBeGreaterThan(0.2);
  },
  PATIENCE_MS,
);

test(
  'ablation: an app that takes every webhook for news, and keeps each in memory, is found out in both',
  async () => {
    const made = await soak({ ...order, holes: ['dedupe', 'leak'] });
    expect(made.anomalies.filter((line) => line.startsWith('duplicate-')).length).toBeGreaterThan(0);
    expect(made.memory.map(({ heap }) => heap.isFlat)).toEqual([false]);
  },
  PATIENCE_MS,
);
