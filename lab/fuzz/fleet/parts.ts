import * as fleet from '../../../core/fleet/fleet.ts';
import { makeMeter } from '../../../edge/broker/meter.ts';
import { serveBroker } from '../../../edge/broker/serve.ts';

/** What a simulation is of: the real fleet, meters and broker, or those with one thing broken. */
export type Parts = {
  fleet: Pick<typeof fleet, 'admit' | 'end' | 'cancelOrder'>;
  makeMeter: typeof makeMeter;
  serveBroker: typeof serveBroker;
  /** How long what has to come may take, before all is taken to be stuck. */
  patienceMs: number;
};

export const realParts: Parts = { fleet, makeMeter, serveBroker, patienceMs: 20_000 };
