import type { BrokerEvent } from '../edge/broker/events.ts';

type Connection = Extract<BrokerEvent, { kind: 'egress' }>;

/** What the connections of a run add up to. Bytes are those of both ways. */
export type EgressTally = {
  allowed: number;
  refused: number;
  bytes: number;
  /** Each host that was refused, once. */
  refusedHosts: { host: string; because: string }[];
};

/** How many refused hosts are shown; all connections are counted and audited. */
const SHOWN = 20;

export function emptyEgress(): EgressTally {
  return { allowed: 0, refused: 0, bytes: 0, refusedHosts: [] };
}

/**
 * Counts one connection. Returns a line for the log, or null: an agent that tries the same again and again
 * must not fill the log.
 */
export function countConnection(tally: EgressTally, connection: Connection): string | null {
  tally.bytes += connection.bytesOut + connection.bytesIn;
  if (connection.allowed) {
    tally.allowed += 1;
    return null;
  }
  tally.refused += 1;
  const { because } = connection;
  const host = connection.host === '' ? '(no host)' : `${connection.host}:${connection.port}`;
  const isKnown = tally.refusedHosts.some((one) => one.host === host && one.because === because);
  if (isKnown || tally.refusedHosts.length >= SHOWN) return null;
  tally.refusedHosts.push({ host, because });
  return `egress: refused ${host}: ${because}`;
}

/** One line about all of them, or null when there were none. */
export function describeEgress({ allowed, refused, bytes }: EgressTally): string | null {
  if (allowed + refused === 0) return null;
  return `egress: ${allowed} allowed and ${refused} refused connections, ${bytes} bytes`;
}
