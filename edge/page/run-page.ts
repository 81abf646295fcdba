import type { AuditEntry } from '../../core/audit/entry.ts';
import { filesOf } from '../../core/report/file-tree.ts';
import { hostsOf } from '../../core/report/connections.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { spendOf } from '../../core/report/spend.ts';
import { timelineOf } from '../../core/report/timeline.ts';
import { chainSection } from './chain-section.ts';
import { contextSection } from './context-section.ts';
import { egressSection } from './egress-section.ts';
import { filesSection } from './files-section.ts';
import { handedSection } from './handed-section.ts';
import { headline } from './headline.ts';
import { fleetSection } from './fleet-section.ts';
import { gateSection, outputSection } from './output-section.ts';
import { spendSection } from './spend-section.ts';
import { timelineSection } from './timeline-section.ts';

/** Everything about one run. A part about which nothing is known is left out. */
export function runPage(data: RunPage): readonly Node[] {
  const entries = entriesOf(data.record?.lines ?? []);
  const rows = timelineOf(entries);
  const parts = [
    headline(data, entries),
    outputSection(data),
    handedSection(data),
    contextSection(data),
    fleetSection(data),
    timelineSection(rows),
    spendSection(spendOf(entries)),
    filesSection(filesOf(entries)),
    egressSection(hostsOf(entries)),
    gateSection(data, entries),
    chainSection(data),
  ];
  return parts.filter((part) => part !== null);
}

/** The entries of a record that was proven when the page was made; a line that was changed since is left out. */
function entriesOf(lines: readonly string[]): AuditEntry[] {
  return lines.flatMap((line) => {
    try {
      const { entry } = JSON.parse(line) as { entry?: AuditEntry };
      return entry === undefined ? [] : [entry];
    } catch {
      return [];
    }
  });
}
