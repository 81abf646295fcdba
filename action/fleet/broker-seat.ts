import type { ActorId } from '../../core/fleet/actor-id.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Broker } from '../../edge/broker/start.ts';
import type { BrokerSeat, SeatConfiguration } from '../caged-job.ts';

/** A worker's place at the broker of its run: a socket, a token and a meter of its own, within the money of its lead. */
export function brokerSeat(
  running: Promise<Broker | Refusal>,
  actor: ActorId,
  parent: ActorId,
): (configuration: SeatConfiguration) => Promise<BrokerSeat | Refusal> {
  return async (configuration) => {
    const broker = await running;
    if (isRefusal(broker)) return broker;
    const refusal = await broker.openActor({ ...configuration, actor, parent });
    if (refusal !== null) return refusal;
    let spent = 0;
    return {
      spentMicroUsd: () => spent,
      lost: broker.lost,
      close: async () => void (spent = await broker.closeActor(actor)),
    };
  };
}
