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
export function virtualList<Row>(options: Options<Row>) {
  const space = el('div', { role: 'presentation', class: 'space' });
  const attributes = { role: 'listbox', tabindex: '0', 'aria-label': options.label, class: 'list' };
  const element = el('div', attributes, space);
  let rows: readonly Row[] = [];
  let selected = 0;
  const drawRows = (from: number, to: number) => {
    const place = (at: number) => ({ at, of: rows.length, isSelected: at === selected });
    const drawn = rows.slice(from, to).map((row, at) => rowElement(options.draw(row), place(from + at)));
    space.replaceChildren(...drawn);
    const isDrawn = selected >= from && selected < to && rows.length > 0;
    setActive(element, isDrawn ? idOf(selected) : null);
  };
  const drawSeen = () => drawRows(...seenOf(element, rows.length));
  const select = (at: number) => {
    selected = Math.max(0, Math.min(rows.length - 1, at));
    scrollTo(element, selected * ROW);
    drawSeen();
    const row = rows[selected];
    if (row !== undefined) options.onSelect(row);
  };
  const show = (next: readonly Row[]) => {
    rows = next;
    space.style.height = `${rows.length * ROW}px`;
    select(selected);
  };
  element.addEventListener('scroll', drawSeen, { passive: true });
  space.addEventListener('click', ({ target }) => {
    const id = target instanceof Element ? target.closest('[role=option]')?.id : undefined;
    if (id !== undefined) select(Number(id.slice(idOf('').length)));
  });
  listenToKeys(element, { at: () => selected, length: () => rows.length, select, enter: options.onEnter });
  addEventListener('beforeprint', () => {
    const most = Math.min(rows.length, MOST_PRINTED);
    space.style.height = `${most * ROW}px`;
    drawRows(0, most);
  });
  addEventListener('afterprint', () => show(rows));
  return { element, show };
}

const idOf = (at: number | string) => `row-${at}`;

/** Tells a screen reader which row is the selected one; a row that is not drawn cannot be named. */
function setActive(element: HTMLElement, id: string | null): void {
  if (id === null) element.removeAttribute('aria-activedescendant');
  else element.setAttribute('aria-activedescendant', id);
}

function rowElement(cells: Node[], { at, of, isSelected }: { at: number; of: number; isSelected: boolean }) {
  const place = { 'aria-posinset': String(at + 1), 'aria-setsize': String(of) };
  const attributes = { role: 'option', id: idOf(at), class: 'row', 'aria-selected': String(isSelected) };
  const made = el('div', { ...attributes, ...place }, ...cells);
  made.style.top = `${at * ROW}px`;
  return made;
}

/** The rows that can be seen, and some around them. */
function seenOf({ scrollTop, clientHeight }: HTMLElement, length: number): [from: number, to: number] {
  const first = Math.floor(scrollTop / ROW);
  // Before the page is laid out the height is none: a screenful is drawn then, too.
  const seen = Math.ceil((clientHeight || 600) / ROW);
  return [Math.max(0, first - MARGIN), Math.min(length, first + seen + MARGIN)];
}

/** Scrolls no further than it takes to see a row whole. */
function scrollTo(element: HTMLElement, top: number): void {
  const { scrollTop, clientHeight } = element;
  if (top < scrollTop) element.scrollTop = top;
  else if (top + ROW > scrollTop + clientHeight) element.scrollTop = top + ROW - clientHeight;
}

type Keys = { at: () => number; length: () => number; select: (at: number) => void; enter: () => void };

function listenToKeys(element: HTMLElement, { at, length, select, enter }: Keys): void {
  element.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(element.clientHeight / ROW));
    const to = target(event.key, at(), page, length());
    if (to === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === null) enter();
    else select(to);
  });
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
