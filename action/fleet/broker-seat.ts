import type { ActorId } from '../../core/fleet/actor-id.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import type { Broker } from '../../edge/broker/start.ts';
import type { BrokerSeat, SeatConfiguration } from '../caged-job.ts';

/**
 * A worker's place at the broker of its run: a socket, a token and a meter of its own, within the money of its lead. It
 * may have to wait for what its lead has in flight: who is cancelled meanwhile waits no longer.
 */
export function brokerSeat(
  running: Promise<Pick<Broker, 'openActor' | 'closeActor' | 'lost'> | Refusal>,
  actor: ActorId,
  parent: ActorId,
  cancelled: AbortSignal,
): (configuration: SeatConfiguration) => Promise<BrokerSeat | Refusal> {
  return async (configuration) => {
    const broker = await running;
    if (isRefusal(broker)) return broker;
    const leave = () => void broker.closeActor(actor);
    cancelled.addEventListener('abort', leave);
    const refusal = await broker.openActor({ ...configuration, actor, parent });
    cancelled.removeEventListener('abort', leave);
    if (refusal !== null) return cancelled.aborted ? calledOff(actor) : refusal;
    let spent = 0;
    return {
      spentMicroUsd: () => spent,
      lost: broker.lost,
      close: async () => void (spent = await broker.closeActor(actor)),
    };
  };
}

function calledOff(actor: ActorId): Refusal {
  return refuse('run-cancelled', `${actor} was cancelled before it had its budget.`, 'Nothing to do.');
}
