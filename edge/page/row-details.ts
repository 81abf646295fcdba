import { milliseconds } from '../../core/report/row-words.ts';
import type { TimelineRow } from '../../core/report/timeline.ts';
import { el, facts, type Child } from './dom.ts';

type Fact = readonly [name: string, value: Child];

/** All that the record says of one row. */
export function rowDetails(row: TimelineRow): HTMLElement {
  const later =
    row.kind === 'call' && row.ended !== null
      ? factsOf('result', { is_error: row.ended.is_error, after: milliseconds(row.ended.duration_ms) })
      : row.kind === 'request' && row.answer !== null
        ? factsOf('answer', row.answer)
        : [];
  return facts([...factsOf('', row.entry), ...later]);
}

function factsOf(prefix: string, entry: object): Fact[] {
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]): Fact[] => {
    const label = [prefix, name.replaceAll('_', ' ')].filter((word) => word !== '').join(' ');
    if (value === null || value === undefined) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return factsOf(label, value);
    const text = Array.isArray(value)
      ? value.map(String).join(' / ')
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
    const isLong = text.length > 80 || text.includes('\n');
    return [[label, isLong ? el('pre', {}, text) : text]];
  });
}
