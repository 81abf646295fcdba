import type { PricedModel } from '../../core/pricing/models.ts';
import type { Canary } from '../../core/launch/canary.ts';
import type { EgressOptions } from '../egress/proxy.ts';
import type { BrokerEvent } from './events.ts';
import type { Timeouts } from './forward.ts';

/** What one run's broker is told. Plain data: it goes to the broker's process as one line of JSON. */
export type BrokerConfiguration = {
  /** Where to listen; must not exist. The folder's permissions are the caller's. */
  socketPath: string;
  /** Permissions of the socket; 0600 when absent. */
  socketMode?: number;
  /** Base address of the Messages API, such as https://api.anthropic.com; may have a path. */
  upstream: string;
  apiKey: string;
  authHeader?: 'x-api-key' | 'bearer';
  /** What the agent's requests carry instead of a key; whoever has the socket but not this gets nothing. */
  agentToken: string;
  /** Models that the run may use: full names or aliases. */
  models: readonly string[];
  /** The price of a model that has none of its own here, as the profile states it. */
  ownPrice?: PricedModel | null;
  budgetMicroUsd: number;
  /** The most `max_tokens` of one request; see `outputTokensFor`. */
  maxTokensCap: number;
  maxRequests: number;
  /** The tools of the profile, MCP tools included. */
  toolNames: readonly string[];
  /** The MCP tools among them, with the hash of what their servers say of them; null where the profile has none. */
  mcpTools?: Readonly<Record<string, string | null>>;
  timeouts?: Partial<Timeouts>;
  /** The proxy that leads to the profile's hosts; none when absent. */
  egress?: Omit<EgressOptions, 'onEvent'> | null;
  /** The start-up check, which the broker answers itself. */
  canary?: Canary | null;
};

export type BrokerOptions = BrokerConfiguration & { onEvent: (event: BrokerEvent) => void };
