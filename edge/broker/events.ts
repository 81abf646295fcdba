import type { ActorId } from '../../core/fleet/actor-id.ts';
import type { EgressEvent } from '../egress/passage.ts';
import type { Usage } from '../../core/pricing/prices.ts';

/** What the broker decided or saw, for the audit record, and of which actor. */
export type BrokerEvent = ActorEvent & { actor: ActorId };

/**
 * What happened with one actor. `request` numbers its requests from 1; 0 is one at the socket of
 * another. Money is in micro-dollars, and what is spent is so with all below it. No event holds the
 * key, a prompt or an answer.
 */
export type ActorEvent =
  | { kind: 'refused'; request: number; code: string; because: string; remedy: string }
  /** So many more were refused for the same, after those that were told one by one. */
  | { kind: 'refused-more'; code: string; count: number }
  | {
      kind: 'forwarded';
      request: number;
      model: string;
      maxTokens: number;
      inputBound: number;
      reservedMicroUsd: number;
    }
  | {
      kind: 'settled';
      request: number;
      model: string;
      /** null when the answer broke off before its usage was known; then the reservation is the cost. */
      usage: Usage | null;
      costMicroUsd: number;
      spentMicroUsd: number;
      complete: boolean;
    }
  /** An MCP tool that the profile does not pin, as it is from now on. */
  | { kind: 'unpinned'; tool: string; sha256: string }
  /** A connection to a host of the profile, or to one that is none of them. */
  | ({ kind: 'egress' } & EgressEvent)
  /** The CLI asked for a token count, which isn't served; it goes on without. */
  | { kind: 'not-counted'; request: number }
  | { kind: 'upstream-error'; request: number; status: number; type: string; message: string }
  | { kind: 'unreachable'; request: number; because: string };
