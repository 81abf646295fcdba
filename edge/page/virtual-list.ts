import { el } from './dom.ts';

/** Height of a row in CSS pixels; the style sheet says the same. */
const ROW = 28;
/** Rows drawn above and below what can be seen. */
const MARGIN = 10;
/** On paper all rows are drawn, up to so many. */
const MOST_PRINTED = 2000;

type Options<Row> = {
  label: string;
  draw: (row: Row) => Node[];
  onSelect: (row: Row) => void;
  onEnter: () => void;
};

/** A list of any length of which only what can be seen is drawn. To a screen reader it is a list box of all rows. */
export function virtualList<Row>({ label, draw, onSelect, onEnter }: Options<Row>) {
  const space = el('div', { role: 'presentation', class: 'space' });
  const element = el('div', { role: 'listbox', tabindex: '0', 'aria-label': label, class: 'list' }, space);
  let rows: readonly Row[] = [];
  let selected = 0;
  const drawRows = (from: number, to: number) => {
    const drawn = rows.slice(from, to).map((row, index) => rowElement(draw(row), from + index));
    space.replaceChildren(...drawn);
    const active = selected >= from && selected < to && rows.length > 0;
    if (active) element.setAttribute('aria-activedescendant', `row-${selected}`);
    else element.removeAttribute('aria-activedescendant');
  };
  const rowElement = (cells: Node[], at: number) => {
    const made = el('div', { role: 'option', id: `row-${at}`, class: 'row' }, ...cells);
    made.setAttribute('aria-posinset', String(at + 1));
    made.setAttribute('aria-setsize', String(rows.length));
    made.setAttribute('aria-selected', String(at === selected));
    made.style.top = `${at * ROW}px`;
    made.addEventListener('click', () => select(at));
    return made;
  };
  const drawSeen = () => {
    const first = Math.floor(element.scrollTop / ROW);
    // Before the page is laid out the height is none: a screenful is drawn then, too.
    const seen = Math.ceil((element.clientHeight || 600) / ROW);
    drawRows(Math.max(0, first - MARGIN), Math.min(rows.length, first + seen + MARGIN));
  };
  const select = (at: number) => {
    selected = Math.max(0, Math.min(rows.length - 1, at));
    const top = selected * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = top + ROW - element.clientHeight;
    drawSeen();
    const row = rows[selected];
    if (row !== undefined) onSelect(row);
  };
  element.addEventListener('scroll', drawSeen, { passive: true });
  element.addEventListener('keydown', (event) => {
    const to = target(event.key, selected, Math.max(1, Math.floor(element.clientHeight / ROW)), rows.length);
    if (to === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === null) onEnter();
    else select(to);
  });
  addEventListener('beforeprint', () => {
    space.style.height = `${Math.min(rows.length, MOST_PRINTED) * ROW}px`;
    drawRows(0, Math.min(rows.length, MOST_PRINTED));
  });
  addEventListener('afterprint', () => show(rows));
  const show = (next: readonly Row[]) => {
    rows = next;
    selected = Math.min(selected, Math.max(0, rows.length - 1));
    space.style.height = `${rows.length * ROW}px`;
    drawSeen();
    const row = rows[selected];
    if (row !== undefined) onSelect(row);
  };
  return { element, show };
}

/** Where a key leads from a row; null for a key that leads nowhere. */
function target(key: string, at: number, page: number, length: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: length - 1,
  };
  return Object.hasOwn(to, key) ? (to[key] as number) : null;
}
