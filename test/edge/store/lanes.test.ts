import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Task } from '../../../edge/store/queue.ts';
import { openLanes } from '../../../edge/store/sqlite/lanes.ts';

const task = (lane: number, id: string): Task => ({ kind: 'delivery', id, lane });
const none = () => Promise.resolve([]);

test('a lane keeps its order, others run beside it, and a failure stops nothing', async () => {
  const seen: string[] = [];
  const failures: unknown[] = [];
  const lanes = openLanes(none, (error) => failures.push(error));
  await lanes.start(async ({ id }) => {
    if (id === '1a') await sleep(30);
    seen.push(id);
    if (id === '1a') throw new Error('defect');
  });
  for (const [lane, id] of [
    [1, '1a'],
    [1, '1b'],
    [2, '2a'],
  ] as const)
    await lanes.add(task(lane, id));
  await lanes.idle();
  expect(seen).toEqual(['2a', '1a', '1b']);
  expect(failures).toHaveLength(1);
});

test('twenty lanes are worked in at once, and each of the others has its turn', async () => {
  const lanes = openLanes(none, () => {});
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  await lanes.start(async ({ id }) => {
    seen.push(id);
    await gate.promise;
  });
  const ids = Array.from({ length: 50 }, (_, at) => `${at}`);
  for (const [at, id] of ids.entries()) await lanes.add(task(at + 1, id));
  await sleep(20);
  expect(seen).toEqual(ids.slice(0, 20));
  gate.resolve();
  await lanes.idle();
  expect(seen).toEqual(ids);
});

test('what was left undone comes first; what comes before the start is found in the store', async () => {
  const seen: string[] = [];
  const lanes = openLanes(
    async () => [task(1, 'old')],
    () => {},
  );
  await lanes.add(task(1, 'too early'));
  await lanes.start(async ({ id }) => void seen.push(id));
  await lanes.add(task(1, 'new'));
  await lanes.idle();
  expect(seen).toEqual(['old', 'new']);
});

test('stopping finishes what is under way and drops the rest', async () => {
  const seen: string[] = [];
  const lanes = openLanes(none, () => {});
  await lanes.start(async ({ id }) => {
    if (id === 'under way') await sleep(30);
    seen.push(id);
  });
  await lanes.add(task(1, 'under way'));
  await lanes.add(task(1, 'not begun'));
  await sleep(5);
  await lanes.stop();
  await lanes.add(task(1, 'too late'));
  await lanes.idle();
  expect(seen).toEqual(['under way']);
});
