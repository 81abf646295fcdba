import type { PricedModel } from '../../core/pricing/models.ts';
import type { Canary } from '../../core/launch/canary.ts';
import type { EgressOptions } from '../egress/proxy.ts';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import type { ActorEvent, BrokerEvent } from './events.ts';
import type { Timeouts } from './forward.ts';

/** What is told of one actor: what it may ask the model for, and where. */
export type ActorConfiguration = {
  /** Where to listen; must not exist. The folder's permissions are the caller's. */
  socketPath: string;
  /** Permissions of the socket; 0600 when absent. */
  socketMode?: number;
  /** What the actor's requests carry instead of a key; whoever has the socket but not this gets nothing. */
  agentToken: string;
  /** Models that the actor may use: full names or aliases. */
  models: readonly string[];
  /** The price of a model that has none of its own here, as the profile states it. */
  ownPrice?: PricedModel | null;
  /** The most that it and all below it may spend. */
  budgetMicroUsd: number;
  /** The most `max_tokens` of one request; see `outputTokensFor`. */
  maxTokensCap: number;
  maxRequests: number;
  /** The tools of the profile, MCP tools included. */
  toolNames: readonly string[];
  /** The MCP tools among them, with the hash of what their servers say of them; null where the profile has none. */
  mcpTools?: Readonly<Record<string, string | null>>;
  /** The proxy that leads to the profile's hosts; none when absent. */
  egress?: Omit<EgressOptions, 'onEvent'> | null;
  /** The start-up check, which the broker answers itself. */
  canary?: Canary | null;
};

/** What a run's broker is told: its lead, and the way to the model. Plain data: it goes to the broker's process as one line of JSON. */
export type BrokerConfiguration = ActorConfiguration & {
  /** Base address of the Messages API, such as https://api.anthropic.com; may have a path. */
  upstream: string;
  apiKey: string;
  authHeader?: 'x-api-key' | 'bearer';
  timeouts?: Partial<Timeouts>;
};

/** A worker, under the actor that started it. Its envelope is held in that of its parent. */
export type BrokerActor = ActorConfiguration & { actor: ActorId; parent: ActorId };

/** Everything that one actor's socket is served by. */
export type ActorOptions = BrokerConfiguration & { onEvent: (event: ActorEvent) => void };

export type BrokerOptions = BrokerConfiguration & { onEvent: (event: BrokerEvent) => void };
