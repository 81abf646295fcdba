import { Fault } from '../core/fault.ts';

/**
 * True when the store did not answer. Nothing is decided then, and nobody is told anything: the task stays in the
 * queue and is done once more when the store is back.
 */
export function isStoreAway(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'store-failed';
}

/** The accident that a courtesy may fail by. Throws whatever else it is: a bug, or that the store did not answer. */
export function passableFault(error: unknown): Fault {
  const isAway: boolean = isStoreAway(error);
  if (!(error instanceof Fault) || isAway) throw error;
  return error;
}
