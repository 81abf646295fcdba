import type { IncomingMessage } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { MAIN, parentOf, type ActorId } from '../../core/fleet/actor-id.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { openTokenBook } from './agent-token.ts';
import { makeMeter, type Envelope } from './meter.ts';
import type { ActorConfiguration, BrokerActor, BrokerOptions } from './options.ts';
import { serveActor, type ServedActor } from './serve-actor.ts';
import { tellRefusals, type ToldRefusals } from './told-refusals.ts';

export type { BrokerEvent } from './events.ts';
export type { BrokerOptions } from './options.ts';

/** Bytes that the bodies in flight of one actor may take, and of all. */
const MOST_BODY_BYTES = 64 * 1024 * 1024;
const MOST_BYTES_OF_ALL = 256 * 1024 * 1024;

/** A broker that serves. */
export type ServedBroker = {
  /**
   * Serves one more actor, with its envelope held in that of its parent from now on. Resolves with a refusal when the
   * parent has too little or has ended, when the socket can't be made, or when its id or its token was another's.
   */
  openActor(actor: BrokerActor): Promise<Refusal | null>;
  /**
   * Ends an actor and all below it: breaks what is in flight, books it, removes the sockets, and frees what is left of
   * the envelope in the parent's. Resolves with the micro-dollars that they spent; the same when it is called again.
   */
  closeActor(actor: ActorId): Promise<number>;
  /** What an actor and all below it have spent, in micro-dollars; the lead when none is named. */
  spentMicroUsd(actor?: ActorId): number;
  /** Requests that arrived, refused ones included. */
  requests(): number;
  /** The last of each actor. */
  refusals(): readonly Refusal[];
  /** Ends all actors. */
  close(): Promise<void>;
};

/** An actor that is served; of one that is not yet, or never came to be, there is no socket. */
type Place = {
  meter: Envelope | null;
  socket: ServedActor | null;
  closing: AbortController;
  opened: Promise<Refusal | null>;
  closed: Promise<number> | null;
};

/**
 * Stands between the actors of one run and the model: holds the key, and serves each on a socket of its own. Starts
 * with the lead. Throws `Fault` when a model of the lead has no price or its socket can't be made. An ablation gives
 * another meter, or tells of every refusal.
 */
export async function serveBroker(
  options: BrokerOptions,
  meterOf = makeMeter,
  toldOf = tellRefusals,
): Promise<ServedBroker> {
  const refused = new Map<ActorId, ToldRefusals>();
  const refusedOf = (actor: ActorId): ToldRefusals => {
    const told = refused.get(actor) ?? toldOf((event) => options.onEvent({ ...event, actor }));
    refused.set(actor, told);
    return told;
  };
  const places = new Map<ActorId, Place>();
  const tokens = openTokenBook();
  const whole = { taken: 0, most: MOST_BYTES_OF_ALL };

  const hearStranger = (request: IncomingMessage, at: ActorId) => {
    const actor = tokens.ownerOf(request);
    if (actor === null) return;
    refusedOf(actor).tell(0, misplaced(actor, at, places.get(actor)?.closed !== null));
  };
  const serve = (actor: ActorId, meter: Envelope, own: ActorConfiguration) => {
    const { upstream, apiKey, authHeader, timeouts } = options;
    const shared = { upstream, apiKey, ...(authHeader && { authHeader }), ...(timeouts && { timeouts }) };
    return serveActor(
      { ...own, ...shared, onEvent: (event) => options.onEvent({ ...event, actor }) },
      {
        meter,
        room: { taken: 0, most: MOST_BODY_BYTES, whole },
        onStranger: (request) => hearStranger(request, actor),
        refused: refusedOf(actor),
      },
    );
  };
  const open = async (place: Place, actor: BrokerActor, around: Envelope): Promise<Refusal | null> => {
    const meter = await around.open(actor.budgetMicroUsd, place.closing.signal);
    if (isRefusal(meter)) return meter;
    try {
      place.socket = await serve(actor.actor, meter, actor);
    } catch (error) {
      meter.close();
      if (!(error instanceof Fault)) throw error;
      return refuse(error.code, error.message, error.remedy);
    }
    place.meter = meter;
    return place.closing.signal.aborted ? ended(actor.actor) : null;
  };
  const closeActor = (actor: ActorId): Promise<number> => {
    const place = places.get(actor);
    return place === undefined ? Promise.resolve(0) : (place.closed ??= shut(actor, place));
  };
  const shut = async (actor: ActorId, place: Place): Promise<number> => {
    place.closing.abort();
    const below = [...places.keys()].filter((one) => parentOf(one) === actor);
    // Whoever is still being opened is served for a moment, and closed with the others.
    const stop = place.opened.then(() => place.socket?.close());
    await Promise.all([stop, ...below.map(closeActor)]);
    refused.get(actor)?.flush();
    return place.meter?.close() ?? 0;
  };
  const meter = meterOf(options.budgetMicroUsd);
  tokens.give(MAIN, options.agentToken);
  places.set(MAIN, {
    meter,
    socket: await serve(MAIN, meter, options),
    closing: new AbortController(),
    opened: Promise.resolve(null),
    closed: null,
  });
  const sockets = () => [...places.values()].flatMap(({ socket }) => socket ?? []);
  return {
    async openActor(actor) {
      const parent = places.get(actor.parent);
      if (!parent?.meter || parent.closed !== null) return ended(actor.parent);
      const isNew = parentOf(actor.actor) === actor.parent && !places.has(actor.actor);
      if (!isNew || !tokens.give(actor.actor, actor.agentToken)) return known(actor.actor);
      const place: Place = {
        meter: null,
        socket: null,
        closing: new AbortController(),
        opened: Promise.resolve(null),
        closed: null,
      };
      places.set(actor.actor, place);
      return (place.opened = open(place, actor, parent.meter));
    },
    closeActor,
    spentMicroUsd: (actor = MAIN) => places.get(actor)?.meter?.spent() ?? 0,
    requests: () => sockets().reduce((sum, socket) => sum + socket.requests(), 0),
    refusals: () => sockets().flatMap((socket) => socket.refusals()),
    async close() {
      await closeActor(MAIN);
      // The token of an actor that had ended may have come again since.
      for (const told of refused.values()) told.flush();
    },
  };
}

function misplaced(actor: ActorId, at: ActorId, hasEnded: boolean): Refusal {
  const remedy =
    'Nothing to do: nothing was forwarded and nothing is paid. Look at what the agent did before.';
  return hasEnded
    ? refuse('actor-gone', `${actor} has ended, and its token came at the socket of ${at}.`, remedy)
    : refuse('not-the-agent', `The token of ${actor} came at the socket of ${at}.`, remedy);
}

function ended(actor: ActorId): Refusal {
  return refuse('actor-gone', `${actor} has ended or is not served.`, 'Nothing to do.');
}

function known(actor: ActorId): Refusal {
  return refuse(
    'actor-known',
    `${actor} is no new actor below its parent, or its token is another's.`,
    'Report it: ids and tokens are made for one actor each.',
  );
}
