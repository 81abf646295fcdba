import type { BrokerEvent } from './events.ts';
import type { Timeouts } from './forward.ts';

export type BrokerOptions = {
  /** Where to listen; must not exist. The folder's permissions are the caller's. */
  socketPath: string;
  /** The agent's user when it isn't ours (we are root then): the socket becomes its own. */
  socketOwner?: number | null;
  /** Permissions of the socket; 0600 when absent. */
  socketMode?: number;
  /** Base address of the Messages API, such as https://api.anthropic.com; may have a path. */
  upstream: URL;
  apiKey: string;
  authHeader?: 'x-api-key' | 'bearer';
  /** Models that the run may use: full names or aliases. */
  models: readonly string[];
  budgetMicroUsd: number;
  /** The most `max_tokens` of one request; see `outputTokensFor`. */
  maxTokensCap: number;
  maxRequests: number;
  /** The tools of the profile, MCP tools included. */
  toolNames: readonly string[];
  onEvent: (event: BrokerEvent) => void;
  timeouts?: Partial<Timeouts>;
};
