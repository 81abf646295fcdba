import type { NotifyTarget } from '../edge/notify/send.ts';
import type { Desk } from './desk.ts';
import { lookEvery } from './look-every.ts';
import { notifyEnds } from './notify.ts';

const PAUSE_MS = 2000;

/** Looks every two seconds for ends that are to be told. Returns what ends it, when the one under way is told. */
export function notifyEvery(desk: Desk, target: NotifyTarget | undefined): () => Promise<void> {
  if (target === undefined) return () => Promise.resolve();
  return lookEvery(desk, PAUSE_MS, 'the notifications failed', () => notifyEnds(desk, target));
}
