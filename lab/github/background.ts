import type { World } from './state.ts';

/** Runs `work` in the background; `idle` waits for it. Its failure is a defect of the stand-in and is recorded. */
export function inBackground(world: World, what: string, work: () => Promise<void>): void {
  const pending = work()
    .catch((error: unknown) => {
      world.violations.push({ in: 'webhook', what, message: `failed: ${String(error)}` });
    })
    .finally(() => world.pending.delete(pending));
  world.pending.add(pending);
}

/** Resolves when no delivery and no run is under way. */
export async function idle(world: World): Promise<void> {
  while (world.pending.size > 0) await Promise.all(world.pending);
}
