import { visible } from '../../core/report/visible.ts';

/** What may stand in an element: text is text, whatever it holds, and all of it shows. */
export type Child = Node | string | null;

type Attributes = Readonly<Record<string, string>>;

/** Makes an element. Texts become text nodes: nothing here turns a text into markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...shown(children));
  return element;
}

function shown(children: readonly Child[]): (Node | string)[] {
  return children
    .filter((child) => child !== null)
    .map((child) => (typeof child === 'string' ? visible(child) : child));
}

/** The same for a drawing. */
export function svg(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...shown(children));
  return element;
}

/** A part of the page under a heading, which names it to a screen reader, too. */
export function section(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  const heading = el('h2', { id: `${id}-title` }, title);
  return el('section', { id, 'aria-labelledby': `${id}-title` }, heading, ...children);
}

/** Names and what they stand for; those without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: Child | undefined])[]): HTMLElement {
  const rows = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return el(
    'dl',
    {},
    ...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value as Child))),
  );
}

/** A table with a caption. Columns of numbers are named by their place. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Child[])[],
  numbers: readonly number[] = [],
): HTMLElement {
  const heading = (name: string, at: number) =>
    el('th', { scope: 'col', ...(numbers.includes(at) ? { class: 'number' } : {}) }, name);
  const cell = (child: Child, at: number) => el('td', numbers.includes(at) ? { class: 'number' } : {}, child);
  const made = el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map(heading))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map(cell)))),
  );
  // A wide table scrolls by itself, and by the keyboard, too.
  return el('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': caption }, made);
}
