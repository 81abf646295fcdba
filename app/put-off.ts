import { Fault } from '../core/fault.ts';
import type { Desk } from './desk.ts';
import { lookEvery } from './look-every.ts';

const DAY_MS = 86_400_000;
/** The pauses before the next tries; the last one again and again, for a day. */
const PAUSES_MS = [10_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];
const LOOK_MS = 1000;
/** So often a command is tried again, over three minutes, before whoever wrote it hears of the trouble. */
const UNTOLD_TRIES = 3;

/**
 * Puts off a delivery whose story failed because GitHub could not be reached. False for another failure, and when it
 * was tried for a day. Whatever a story does it does once, so that it may be tried again from its beginning.
 */
export async function putOff(
  { delivery, receivedAt }: { delivery: string; receivedAt: number },
  error: unknown,
  { store, now, log }: Desk,
): Promise<boolean> {
  if (!isAway(error) || now() - receivedAt > DAY_MS) return false;
  const tries = await store.later.tries(delivery);
  const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? DAY_MS;
  await store.later.put(delivery, now() + pause);
  log(`delivery ${delivery} is tried again in ${pause / 1000} s: ${error.message}`);
  return true;
}

/** True while a command that failed so is put off without a word: most of GitHub's trouble is over soon. */
export async function isUntold(guid: string, error: unknown, { store, now }: Desk): Promise<boolean> {
  if (!isAway(error)) return false;
  const delivery = await store.inbox.waiting(guid);
  if (delivery === null || now() - delivery.receivedAt > DAY_MS) return false;
  return (await store.later.tries(guid)) < UNTOLD_TRIES;
}

function isAway(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'github-unreachable';
}

/** Queues what was put off when it is due. Returns what stops it. */
export function queueWhenDue(desk: Desk): () => Promise<void> {
  return lookEvery(desk, LOOK_MS, 'what was put off was not looked at', () => desk.store.later.queueDue());
}
