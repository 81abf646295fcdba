import { rowWords } from '../../core/report/row-words.ts';
import { toneOfRow, type TimelineRow } from '../../core/report/timeline.ts';
import { el, section } from './dom.ts';
import { rowDetails } from './row-details.ts';
import { virtualList } from './virtual-list.ts';

const FILTERS = { all: 'Everything', calls: 'Tool calls', bad: 'Refused and failed' } as const;
type Filter = keyof typeof FILTERS;

/** What happened, in order: requests to the model, calls with their verdicts, and all else. Left out without a record. */
export function timelineSection(rows: readonly TimelineRow[]): Node | null {
  const first = rows[0]?.entry;
  if (first === undefined) return null;
  const began = Date.parse(first.at);
  const detail = el('div', {
    class: 'detail',
    role: 'region',
    'aria-label': 'Selected record',
    tabindex: '-1',
  });
  const count = el('span', { role: 'status', class: 'quiet' });
  const list = virtualList<TimelineRow>({
    label: 'Timeline',
    draw: (row) => cells(row, began),
    onSelect: (row) => detail.replaceChildren(rowDetails(row)),
    onEnter: () => detail.focus(),
  });
  detail.addEventListener('keydown', ({ key }) => key === 'Escape' && list.element.focus());
  const { fields, filtered } = filterFields(rows, (shown) => {
    list.show(shown);
    count.textContent = `${shown.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')} rows`;
  });
  const hint = 'Arrow keys, Page Up and Down, Home and End move; Enter goes to the details, Escape back.';
  const made = section(
    'timeline',
    'Timeline',
    el('p', { class: 'quiet' }, hint),
    el('p', { class: 'filters' }, ...fields, count),
    el('div', { class: 'split' }, list.element, detail),
  );
  filtered();
  return made;
}

function cells(row: TimelineRow, began: number): HTMLElement[] {
  const { what, text, ending } = rowWords(row);
  const after = ((Date.parse(row.entry.at) - began) / 1000).toFixed(1);
  return [
    el('span', { class: 'time' }, `${after} s `),
    el('span', { class: `what ${toneOfRow(row)}` }, `${what} `),
    el('span', { class: 'text' }, `${text} `),
    el('span', { class: 'ending' }, ending),
  ];
}

/** What narrows the list: a kind of rows, and words that a row must hold. */
function filterFields(rows: readonly TimelineRow[], show: (rows: readonly TimelineRow[]) => void) {
  const options = Object.entries(FILTERS).map(([value, name]) => el('option', { value }, name));
  const kind = el('select', {}, ...options);
  const words = el('input', { type: 'search' });
  const filtered = () => {
    const needle = words.value.trim().toLowerCase();
    const ofKind = rows.filter((row) => isOf(row, kind.value as Filter));
    show(needle === '' ? ofKind : ofKind.filter((row) => textOf(row).includes(needle)));
  };
  let waiting = 0;
  kind.addEventListener('change', filtered);
  words.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filtered, 150);
  });
  return { filtered, fields: [el('label', {}, 'Show ', kind), ' ', el('label', {}, 'with ', words), ' '] };
}

function isOf(row: TimelineRow, filter: Filter): boolean {
  if (filter === 'all') return true;
  return filter === 'calls' ? row.kind === 'call' : toneOfRow(row) === 'bad';
}

function textOf(row: TimelineRow): string {
  const { what, text, ending } = rowWords(row);
  const input = row.kind === 'call' ? row.entry.input.text : '';
  return `${what} ${text} ${ending} ${input}`.toLowerCase();
}
