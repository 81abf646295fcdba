import type * as deliveries from '../../../app/deliveries.ts';
import type * as jobs from '../../../edge/store/job.ts';

/*
 * The layer off that lets each thing happen once: jobs that never count as ended, and deliveries that are all news. For
 * the factories of `vi.mock`, which have to import it themselves.
 */

export function endlessJobs(real: typeof jobs, isOff: () => boolean): typeof jobs {
  const isTerminal = ((state) => !isOff() && real.isTerminal(state)) as typeof real.isTerminal;
  return { ...real, isTerminal };
}

export function newDeliveries(real: typeof deliveries, isOff: () => boolean): typeof deliveries {
  return {
    ...real,
    readDelivery(...all) {
      const read = real.readDelivery(...all);
      return isOff() && typeof read === 'object' && read !== null
        ? { ...read, contentKey: crypto.randomUUID() }
        : read;
    },
  };
}
