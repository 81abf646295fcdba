import { createInterface } from 'node:readline';
import { isWithin, MAIN, type ActorId } from '../../core/fleet/actor-id.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { StartedProgram } from '../cage/start-program.ts';
import type { BrokerEvent } from './events.ts';
import type { BrokerActor } from './options.ts';

/** One line from the broker's process. Money is in micro-dollars. */
export type BrokerMessage =
  | { ready: { refusal: Refusal | null } }
  | { failed: string }
  | { event: BrokerEvent }
  | { opened: { actor: ActorId; refusal: Refusal | null } }
  | { actorClosed: { actor: ActorId; spentMicroUsd: number } }
  | { closed: { spentMicroUsd: number; requests: number } };

/** One line to the broker's process, after the first, which is its configuration. */
export type BrokerOrder = { open: BrokerActor } | { closeActor: ActorId } | { close: true };

/** What is said to a broker's process, and what was heard from it. */
export type Conversation = {
  ready: Promise<Refusal | null>;
  /** Resolves when the process ends before it said its last word. */
  lost: Promise<Refusal>;
  ended: Promise<void>;
  /** Of an actor and all below it, as far as it was heard. */
  spent(actor?: ActorId): number;
  say(order: BrokerOrder): void;
  /** The answer to the order to open an actor; what `lost` says when none comes any more. */
  opened(actor: ActorId): Promise<Refusal | null>;
  /** The answer to the order to close an actor: what it spent; what was heard of that when none comes any more. */
  closed(actor: ActorId): Promise<number>;
};

/** Listens to a broker's process from its start on. */
export function converse(child: StartedProgram, onEvent: (event: BrokerEvent) => void): Conversation {
  const own = new Map<ActorId, number>();
  let last: number | null = null;
  let complaint = '';
  const ready = Promise.withResolvers<Refusal | null>();
  const lost = Promise.withResolvers<Refusal>();
  const openings = new Map<ActorId, (refusal: Refusal | null) => void>();
  const closings = new Map<ActorId, (spent: number) => void>();
  const lose = (why: string) => lost.resolve(gone(why));
  const spent = (actor = MAIN) => {
    if (actor === MAIN && last !== null) return last;
    return [...own].reduce((sum, [one, cost]) => (isWithin(one, actor) ? sum + cost : sum), 0);
  };
  const hear = (line: string) => {
    const message = JSON.parse(line) as BrokerMessage;
    if ('ready' in message) ready.resolve(message.ready.refusal);
    if ('failed' in message) lose(message.failed);
    if ('opened' in message) openings.get(message.opened.actor)?.(message.opened.refusal);
    if ('actorClosed' in message)
      closings.get(message.actorClosed.actor)?.(message.actorClosed.spentMicroUsd);
    if ('closed' in message) last = message.closed.spentMicroUsd;
    if (!('event' in message)) return;
    const { event } = message;
    if (event.kind === 'settled') own.set(event.actor, (own.get(event.actor) ?? 0) + event.costMicroUsd);
    onEvent(event);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      hear(line);
    } catch {
      // The line is not quoted: whatever went wrong there, it went wrong beside the key.
      lose('it said something that is no message of a broker');
      child.kill();
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('utf8')).slice(-2000)));
  const endedWith = (code: number | null) =>
    errorLine(complaint) ?? `it ended with ${code === null ? 'a signal' : `code ${code}`}`;
  const ended = child.ended.then(
    (code) => void (last !== null || lose(endedWith(code))),
    (error: Error) => lose(error.message),
  );
  return {
    ready: ready.promise,
    lost: lost.promise,
    ended,
    spent,
    say: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    opened: (actor) =>
      Promise.race([
        new Promise<Refusal | null>((resolve) => openings.set(actor, resolve)),
        lost.promise,
        ended.then(() => gone('it was told to end')),
      ]),
    closed: (actor) =>
      Promise.race([
        new Promise<number>((resolve) => closings.set(actor, resolve)),
        Promise.race([lost.promise, ended]).then(() => spent(actor)),
      ]),
  };
}

/** What Node says of an error that ended it stands in the middle, between the source and the stack. */
function errorLine(complaint: string): string | undefined {
  const lines = complaint.trim().split('\n');
  return lines.find((line) => /^[A-Za-z]*Error\b/.test(line)) ?? (lines.at(-1) || undefined);
}

function gone(why: string): Refusal {
  return refuse(
    'broker-lost',
    `The broker, which holds the key, ended before the run did: ${why.slice(0, 300)}.`,
    'Start the run again; if it happens again, report it with this line.',
  );
}
