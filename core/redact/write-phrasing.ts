import type { PhrasingContent } from 'mdast';

/** Where inline content stands: a cell ends at a pipe, the words of a link at a bracket. */
type Where = { readonly cell: boolean; readonly link: boolean };

/** What starts a block or a table where it starts a line. */
const LINE_START = /^(?:(\d{1,9})([.)])(?=\s|$)|([#=>]|[-+](?=\s|$)|-(?=[-:|])|\|(?=[\t :-])|:(?=-)))/gm;
const SPECIAL = /[\\`*_[\]~<&!|]/;

/** Inline content as the lines of a paragraph. */
export function writeLines(nodes: readonly PhrasingContent[]): string {
  const text = written(nodes, { cell: false, link: false }, '', '');
  return text
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim()
    .replace(LINE_START, (_, digits: string | undefined, mark: string | undefined, start: string) =>
      digits === undefined ? `\\${start}` : `${digits}\\${mark}`,
    );
}

/** Inline content on one line: of a heading, or of a table's cell. */
export function writeOneLine(nodes: readonly PhrasingContent[], kind: 'heading' | 'cell'): string {
  const text = written(nodes, { cell: kind === 'cell', link: false }, '', '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  // Signs at the end of a heading belong to its mark.
  return kind === 'heading' ? text.replace(/#$/, '\\#') : text;
}

/** `before` and `after`: the characters between which the text will stand; none at the ends of a block. */
function written(nodes: readonly PhrasingContent[], where: Where, before: string, after: string): string {
  const parts: string[] = [];
  let left = before;
  nodes.forEach((node, at) => {
    const next = nodes[at + 1];
    const part = nodeWritten(node, where, left, next === undefined ? after : firstOf(next));
    if (part === '') return;
    // Backticks of two spans would be one run.
    if (parts.length > 0 && left === '`' && part.startsWith('`')) parts.push(' ');
    parts.push(part);
    left = part.charAt(part.length - 1);
  });
  return parts.join('');
}

function nodeWritten(node: PhrasingContent, where: Where, before: string, after: string): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value, where);
    case 'inlineCode':
      return where.cell ? codeInCell(node.value) : codeSpan(node.value);
    case 'break':
      return '\\\n';
    case 'emphasis':
      return spanned(node.children, ['*', '_'], where, before, after);
    case 'strong':
      return spanned(node.children, ['**', '__'], where, before, after);
    case 'delete':
      return spanned(node.children, ['~~'], where, before, after);
    case 'link':
      return `[${written(node.children, { ...where, link: true }, '[', ']')}](${node.url})`;
    default:
      throw new Error(`not inert: ${node.type}`);
  }
}

/** The first character of what a node will be written as, as far as its neighbour has to know. */
function firstOf(node: PhrasingContent): string {
  if (node.type === 'text') return node.value.at(0) ?? '';
  if (node.type === 'break') return ' ';
  return node.type === 'delete' ? '~' : node.type === 'emphasis' || node.type === 'strong' ? '*' : '`';
}

/** A span between marks that every reader takes for its ends here; its bare words where there are none. */
function spanned(
  children: readonly PhrasingContent[],
  marks: readonly string[],
  where: Where,
  before: string,
  after: string,
): string {
  const mark = marks.find((one) => fits(one, before) && fits(one, after));
  if (mark !== undefined) {
    const sign = mark.charAt(0);
    const inner = written(children, where, sign, sign);
    const isMore = inner.startsWith(sign) || (inner.endsWith(sign) && inner.at(-2) !== '\\');
    if (!isMore && holds(before, inner.at(0)) && holds(after, inner.at(-1))) return `${mark}${inner}${mark}`;
  }
  return written(children, where, before, after);
}

/** Whether a mark is one of its own next to this character. */
function fits(mark: string, outside: string): boolean {
  return outside !== mark.charAt(0) && (!mark.startsWith('_') || isApart(outside));
}

/** Readers differ on which signs are punctuation: only what they agree on counts. */
function holds(outside: string, inside: string | undefined): boolean {
  if (inside === undefined || /\s/.test(inside)) return false;
  return isApart(outside) || /[A-Za-z0-9]/.test(inside);
}

function isApart(outside: string): boolean {
  return outside === '' || /[\s!-/:-@[-`{-~]/.test(outside);
}

function escaped(value: string, { cell, link }: Where): string {
  if (!SPECIAL.test(value)) return value;
  const text = value.replace(
    /\\(?=[!-/:-@[-`{-~\s]|$)|[`*[~]|\]|\||<(?=[!/?A-Za-z]|$)|&(?=[#A-Za-z]|$)|!$/g,
    (mark) => ((mark === ']' && !link) || (mark === '|' && !cell) ? mark : `\\${mark}`),
  );
  return text.replace(/_+/g, (run, at: number) =>
    /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && /[\p{L}\p{N}]/u.test(text.charAt(at + run.length))
      ? run
      : run.replaceAll('_', '\\_'),
  );
}

/** A pipe behind a backslash stands between two spans: readers differ on whether it ends the cell, however it is escaped. */
function codeInCell(value: string): string {
  const parts = value
    .split(/(?<=\\)\|/)
    .map((part) => (part === '' ? '' : codeSpan(part.replaceAll('|', '\\|'))));
  return parts.join('\\|');
}

function codeSpan(value: string): string {
  const runs = value.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const isOpen = /^`|`$/.test(value) || (/^ .* $/.test(value) && value.trim() !== '');
  return isOpen ? `${fence} ${value} ${fence}` : `${fence}${value}${fence}`;
}
