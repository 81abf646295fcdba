import { cost } from '../../../core/pricing/prices.ts';
import { isWithin, type ActorId } from '../../../core/fleet/actor-id.ts';
import type { BrokerEvent } from '../../../edge/broker/events.ts';
import { MODEL } from './ask.ts';
import type { Answering } from './schedule.ts';

/** One request, as whoever plays the model and the agent knows it. Money is in micro-dollars. */
export type Entry = {
  readonly number: number;
  readonly actor: ActorId;
  /** Null until it was forwarded. */
  reserved: number | null;
  /** What the model answered; null while it did not. */
  answered: Answering | null;
  isRefused: boolean;
  /** The broker has booked it, or said that it costs nothing. */
  isSettled: boolean;
  /** The broker says that it was broken off before the model can have got it. */
  isUnsent: boolean;
};

/**
 * What requests cost by what the model itself answered, kept beside the books of broker and fleet. Events are matched
 * with requests by their actor and their number with it.
 */
export type Ledger = {
  add(actor: ActorId): Entry;
  hear(event: BrokerEvent): void;
  entries(): readonly Entry[];
  /** Forwarded, and neither answered nor broken off. */
  inFlight(): Entry[];
  /** What an actor and all below it cost. */
  costOf(actor: ActorId): number;
  /** By how much answers cost more than was held for them. */
  beyond(): number;
  /** What the broker says that an actor, and all below it, was charged. */
  logged(actor: ActorId): number;
};

/** An empty ledger. */
export function openLedger(): Ledger {
  const entries: Entry[] = [];
  const byEvent = new Map<string, Entry>();
  const counts = new Map<ActorId, number>();
  const log: { actor: ActorId; costMicroUsd: number }[] = [];
  const sum = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);
  return {
    add(actor) {
      const count = (counts.get(actor) ?? 0) + 1;
      counts.set(actor, count);
      const entry: Entry = {
        number: entries.length,
        actor,
        reserved: null,
        answered: null,
        isRefused: false,
        isSettled: false,
        isUnsent: false,
      };
      entries.push(entry);
      byEvent.set(`${actor} ${count}`, entry);
      return entry;
    },
    hear(event) {
      if (event.kind === 'settled') log.push(event);
      if (!('request' in event)) return;
      const entry = byEvent.get(`${event.actor} ${event.request}`);
      if (entry === undefined) return;
      if (event.kind === 'forwarded') entry.reserved = event.reservedMicroUsd;
      else if (event.kind === 'refused') entry.isRefused = true;
      else {
        entry.isSettled = true;
        entry.isUnsent = event.kind === 'unreachable';
      }
    },
    entries: () => entries,
    inFlight: () => entries.filter(({ reserved, isSettled }) => reserved !== null && !isSettled),
    costOf: (actor) =>
      sum(entries.filter((entry) => entry.isSettled && isWithin(entry.actor, actor)).map(realCost)),
    beyond: () => sum(entries.map((entry) => Math.max(0, realCost(entry) - (entry.reserved ?? 0)))),
    logged: (actor) =>
      sum(log.filter((one) => isWithin(one.actor, actor)).map(({ costMicroUsd }) => costMicroUsd)),
  };
}

/** An error costs nothing, what broke off all that was held for it, if the model can have got it. */
function realCost({ reserved, answered, isSettled, isUnsent }: Entry): number {
  if (reserved === null || !isSettled || isUnsent || answered?.is === 'error') return 0;
  if (answered === null || answered.is === 'cut') return reserved;
  const none = { cacheReadTokens: 0, cacheWrite1hTokens: 0, cacheWrite5mTokens: 0 };
  return Number(cost({ inputTokens: answered.input, outputTokens: answered.output, ...none }, MODEL));
}
