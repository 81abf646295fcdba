import type { Desk } from './desk.ts';

/** So long GitHub keeps deliveries. */
export const KEPT_MS = 3 * 86_400_000;

/**
 * For how many milliseconds no app worked on this store; 0 for a new one. What nobody can find out any more is said
 * to the log. Call it before the first sweep, which says that the app is there.
 */
export async function downBefore({ store, now, log }: Desk): Promise<number> {
  const alive = await store.reconciling.watermark('alive');
  const down = alive === null ? 0 : Math.max(0, now() - alive);
  const alarm = alarmOf(down);
  if (alarm !== null) log(`ALARM: ${alarm}`);
  return down;
}

/** What the operator has to know of a time that was too long; null when nothing was lost. */
export function alarmOf(down: number): string | null {
  if (down <= KEPT_MS) return null;
  const days = (down / 86_400_000).toFixed(1);
  return `the app was down for ${days} days and GitHub keeps deliveries for 3: commands from before that are lost, and are to be written again`;
}
