import { expect, test } from 'vitest';
import { flood } from '../../../lab/faults/flood/campaign.ts';

const PATIENCE_MS = 180_000;
const order = {
  engine: 'sqlite',
  seed: 20_261_121,
  weather: { duplicates: 30, reordered: 20, dropped: 5 },
} as const;

test(
  'webhooks that come twice, late or never: every command once',
  async () => {
    const found = await flood({ ...order, count: 200 });
    expect(found.findings).toEqual([]);
    expect(found.problems).toEqual([]);
    expect(found.counts.sent).toBeGreaterThanOrEqual(300);
    for (const what of ['duplicates', 'reordered', 'dropped'] as const)
      expect(found.counts[what]).toBeGreaterThan(5);
    expect(found.commands).toBeGreaterThan(10);
  },
  PATIENCE_MS,
);

test(
  'the Postgres server is killed in the middle, and nothing is lost',
  async () => {
    const found = await flood({ ...order, engine: 'postgres', count: 120, crash: true });
    expect(found).toMatchObject({ findings: [], problems: [], replicas: 2 });
    expect(found.unkept).toBeGreaterThan(0);
    expect(found.commands).toBeGreaterThan(5);
  },
  PATIENCE_MS,
);

test(
  'an app that takes every webhook for news is found out',
  async () => {
    // Each comes twice: whether one of a few commands does is not left to chance.
    const weather = { ...order.weather, duplicates: 100 };
    const found = await flood({ ...order, weather, count: 60, holes: ['dedupe'] });
    const oracles = new Set(found.findings.map(({ oracle }) => oracle));
    // The cap of one open job for each agent and thread may still stop the second run.
    expect([...oracles]).toContain('duplicate-comment');
  },
  PATIENCE_MS,
);
