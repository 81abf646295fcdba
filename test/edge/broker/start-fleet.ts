import { join } from 'node:path';
import { parentOf } from '../../../core/fleet/actor-id.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { BrokerActor } from '../../../edge/broker/options.ts';
import { AGENT_TOKEN, sender, type Pair, type Send } from './start-pair.ts';

/** The token that each member shows at its own socket. */
export const tokenOf = (actor: string) => (actor === 'main' ? AGENT_TOKEN : `dummy-token-of-${actor}`);

export const socketOf = ({ folder, socketPath }: Pair, actor: string) =>
  actor === 'main' ? socketPath : join(folder, `${actor.replaceAll('/', '-')}.sock`);

/** What is told of a worker: a tenth of what the lead of `startPair` has, and another model. */
export function worker(pair: Pair, actor: string, change: Partial<BrokerActor> = {}): BrokerActor {
  return {
    actor,
    parent: parentOf(actor) ?? '',
    socketPath: socketOf(pair, actor),
    agentToken: tokenOf(actor),
    models: ['claude-haiku-4-5'],
    budgetMicroUsd: 100_000,
    maxTokensCap: 2048,
    maxRequests: 20,
    toolNames: ['Grep'],
    ...change,
  };
}

/** Opens workers, each before those below it, and gives what sends as the first one. */
export async function opened(pair: Pair, actor: string, change: Partial<BrokerActor> = {}): Promise<Send> {
  const refusal = await pair.broker.openActor(worker(pair, actor, change));
  if (isRefusal(refusal)) throw new Error(refusal.because);
  return sendAs(pair, actor);
}

/** Sends with the token of one member at the socket of another, or at its own. */
export function sendAs(pair: Pair, actor: string, at = actor): Send {
  const send = sender({ socketPath: socketOf(pair, at) });
  return (body, change = {}) =>
    send(body, { ...change, headers: { 'x-api-key': tokenOf(actor), ...change.headers } });
}
