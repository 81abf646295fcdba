import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLanes } from '../../app/lanes.ts';

test('a lane keeps its order, others run beside it, and a failure stops nothing', async () => {
  const seen: string[] = [];
  const failures: unknown[] = [];
  const lanes = openLanes((error) => failures.push(error));
  lanes.add(1, async () => {
    await sleep(30);
    seen.push('1a');
    throw new Error('defect');
  });
  lanes.add(1, async () => void seen.push('1b'));
  lanes.add(2, async () => void seen.push('2a'));
  await lanes.idle();
  expect(seen).toEqual(['2a', '1a', '1b']);
  expect(failures).toHaveLength(1);
});

test('stopping finishes what is under way and drops the rest', async () => {
  const seen: string[] = [];
  const lanes = openLanes(() => {});
  lanes.add(1, async () => {
    await sleep(30);
    seen.push('under way');
  });
  lanes.add(1, async () => void seen.push('not begun'));
  await sleep(5);
  await lanes.stop();
  lanes.add(1, async () => void seen.push('too late'));
  await lanes.idle();
  expect(seen).toEqual(['under way']);
});
