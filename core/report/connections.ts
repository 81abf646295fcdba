import type { AuditEntry } from '../audit/entry.ts';

/** What a run asked of one host. */
export type HostRow = {
  readonly host: string;
  readonly verdict: 'allow' | 'deny';
  readonly because: string;
  count: number;
  bytesOut: number;
  bytesIn: number;
};

/** The connections of a record by host and verdict, refused ones first. */
export function hostsOf(entries: readonly AuditEntry[]): HostRow[] {
  const rows = new Map<string, HostRow>();
  for (const entry of entries) {
    if (entry.type !== 'egress') continue;
    const host = entry.host === '' ? '(no host)' : `${entry.host}:${entry.port}`;
    const { verdict, because } = entry;
    const key = JSON.stringify([verdict, host, because]);
    const row = rows.get(key) ?? { host, verdict, because, count: 0, bytesOut: 0, bytesIn: 0 };
    rows.set(key, row);
    row.count += 1;
    row.bytesOut += entry.bytes_out;
    row.bytesIn += entry.bytes_in;
  }
  const order = (one: HostRow, other: HostRow) =>
    (one.verdict === other.verdict ? 0 : one.verdict === 'deny' ? -1 : 1) || other.count - one.count;
  return [...rows.values()].toSorted(order);
}
