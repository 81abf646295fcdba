import { randomUUID } from 'node:crypto';
import type { AppUnderTest } from '../app/app-under-test.ts';
import type { FaultWorld } from '../app/world.ts';
import type { Strike } from './point.ts';

/** Kills the app when it comes to the point for the `nth` time. */
export function strike(world: FaultWorld, app: AppUnderTest, point: Strike, nth: number): void {
  if ('method' in point) {
    void app.strike({ ...point, id: randomUUID(), nth, act: 'kill' });
    return;
  }
  let seen = 0;
  const hit = (): boolean => {
    seen += 1;
    if (seen === nth) void app.kill();
    return seen === nth;
  };
  const { call: method, path, matching } = point;
  if (point.when === 'asked') {
    world.github.faults.add({ method, path, respond: { arrived: () => (hit() ? 'reset' : undefined) } });
    return;
  }
  const alter = (body: unknown): unknown => {
    if (matching === undefined || matching.test(JSON.stringify(body))) hit();
    return body;
  };
  world.github.faults.add({ method, path, respond: { alter } });
}
