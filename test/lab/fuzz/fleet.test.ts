import { expect, test } from 'vitest';
import * as core from '../../../core/fleet/fleet.ts';
import { ablations } from '../../../lab/fuzz/fleet/ablations.ts';
import { oracleNames } from '../../../lab/fuzz/fleet/oracles.ts';
import { keeperOver } from '../../../lab/fuzz/fleet/keeper.ts';
import { realParts } from '../../../lab/fuzz/fleet/parts.ts';
import { playAll } from '../../../lab/fuzz/fleet/play-all.ts';
import { scheduleAt } from '../../../lab/fuzz/fleet/schedule.ts';

/* Lives of fleets on the real fleet, supervisor, meters and broker; 10,000 of them: `npm run fuzz -- fleet`. */

const SCHEDULES = 1000;

test(`${SCHEDULES} schedules: money is conserved, nothing is leaked, nobody orphaned, no cap exceeded`, async () => {
  const all = await playAll(2, SCHEDULES, realParts);
  expect(all.broken).toEqual([]);
  // They were such that it mattered.
  expect(Math.min(all.workers, all.requests)).toBeGreaterThan(SCHEDULES);
  const codes = [
    'over-envelope',
    'over-budget',
    'too-many-workers',
    'workers-used-up',
    'actor-gone',
    'no-call',
  ];
  for (const code of codes) expect(all.refused.get(code) ?? 0, code).toBeGreaterThan(SCHEDULES / 50);
}, 600_000);

test('a supervisor that serves who waits for a place before it has it comes to the same, however deep', async () => {
  const all = await playAll(3, SCHEDULES / 4, { ...realParts, openKeeper: keeperOver(core) });
  expect(all.broken).toEqual([]);
  expect(all.refused.get('too-deep')).toBeGreaterThan(SCHEDULES / 50);
}, 600_000);

test.each(ablations)('ablation: $name: $expected', async ({ parts, expected }) => {
  const { broken } = await playAll(1, 60, parts);
  expect(broken.flatMap(({ findings }) => findings.map(({ oracle }) => oracle))).toContain(expected);
});

test('every oracle has an ablation', () => {
  const seen = new Set(ablations.map(({ expected }) => expected));
  expect(oracleNames.filter((name) => !seen.has(name))).toEqual([]);
});

test('a seed gives the same schedules', () => {
  expect(scheduleAt(7, 4711)).toEqual(scheduleAt(7, 4711));
  expect(scheduleAt(7, 4711)).not.toEqual(scheduleAt(8, 4711));
});
