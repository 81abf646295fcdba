import type { Refusal } from '../core/refusal.ts';
import type { Broker } from '../edge/broker/start.ts';
import type { RunFolder } from '../edge/files/run-folder.ts';
import type { CagedJob, Layers, SeatConfiguration } from './caged-job.ts';

type Parts = Pick<
  CagedJob,
  'identity' | 'brokerProgram' | 'upstream' | 'apiKey' | 'authHeader' | 'onBrokerEvent' | 'onBroker'
>;

/** Starts the broker of a run, with this seat at it for whoever leads the run. */
export function ownBroker(
  job: Parts,
  seat: SeatConfiguration,
  folder: Pick<RunFolder, 'root'>,
  use: Pick<Layers, 'startBroker'>,
): Promise<Broker | Refusal> {
  const starting = use.startBroker({
    ...seat,
    identity: job.identity,
    folder: folder.root,
    program: job.brokerProgram,
    upstream: job.upstream.href,
    apiKey: job.apiKey,
    authHeader: job.authHeader,
    onEvent: job.onBrokerEvent,
  });
  job.onBroker?.(starting);
  return starting;
}
