import type { Desk } from './desk.ts';

/**
 * Does `look` every so many milliseconds, one at a time; that it failed is logged, as `what` that was not done. Returns
 * what ends it, when the one under way is done.
 */
export function lookEvery(
  { log }: Pick<Desk, 'log'>,
  pauseMs: number,
  what: string,
  look: () => Promise<unknown>,
): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      log(`${what}: ${error instanceof Error ? error.message : 'unknown'}`);
    } finally {
      underWay = null;
    }
  };
  const timer = setInterval(() => void (underWay ??= once()), pauseMs).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
