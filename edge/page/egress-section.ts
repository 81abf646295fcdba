import type { HostRow } from '../../core/report/connections.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { section, table } from './dom.ts';

const MOST = 500;

/** Which hosts were asked for; left out when none was. */
export function egressSection(hosts: readonly HostRow[]): Node | null {
  if (hosts.length === 0) return null;
  const rows = hosts
    .slice(0, MOST)
    .map((row) => [
      row.verdict === 'allow' ? '✓ connected' : '✕ refused',
      visibleLine(row.host),
      visibleLine(row.because),
      String(row.count),
      String(row.bytesOut),
      String(row.bytesIn),
    ]);
  const more = hosts.length > MOST ? ` (the first ${MOST} of ${hosts.length})` : '';
  const head = ['Verdict', 'Host', 'Because', 'Connections', 'Bytes out', 'Bytes in'];
  return section(
    'egress',
    'Connections',
    table(`Hosts that the agent asked for${more}`, head, rows, [3, 4, 5]),
  );
}
