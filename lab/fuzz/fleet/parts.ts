import { makeMeter } from '../../../edge/broker/meter.ts';
import { serveBroker } from '../../../edge/broker/serve.ts';
import { openCrewKeeper } from './crew-keeper.ts';
import type { KeeperMaker } from './keeper.ts';

/** What a simulation is of: the real fleet, supervisor, meters and broker, or those with one thing broken. */
export type Parts = {
  openKeeper: KeeperMaker;
  makeMeter: typeof makeMeter;
  serveBroker: typeof serveBroker;
  /** How long what has to come may take, in milliseconds, before all is taken to be stuck. */
  patienceMs: number;
};

export const realParts: Parts = { openKeeper: openCrewKeeper, makeMeter, serveBroker, patienceMs: 20_000 };
