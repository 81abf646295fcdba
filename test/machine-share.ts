import { availableParallelism, loadavg } from 'node:os';

/**
 * A promise of time as this machine can keep it now. It is made for a machine that does nothing else: where more wants
 * to run than there are cores, everything takes longer by that factor. Milliseconds.
 */
export function asBusy(promiseMs: number): number {
  const [lastMinute = 0] = loadavg();
  return promiseMs * Math.max(1, lastMinute / availableParallelism());
}
