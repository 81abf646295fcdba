import type { NotifyTarget } from '../edge/notify/send.ts';
import type { Desk } from './desk.ts';
import { notifyEnds } from './notify.ts';

const PAUSE_MS = 2000;

/** Looks every two seconds for ends that are to be told. Returns what ends it, when the one under way is told. */
export function notifyEvery(desk: Desk, target: NotifyTarget | undefined): () => Promise<void> {
  if (target === undefined) return () => Promise.resolve();
  let underWay = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    underWay = notifyEnds(desk, target)
      .catch((error: unknown) => {
        desk.log(`the notifications failed: ${error instanceof Error ? error.message : 'unknown'}`);
      })
      .finally(() => (isBusy = false));
  }, PAUSE_MS).unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}
