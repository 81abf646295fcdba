import type { BlockContent, List, RootContent, Table } from 'mdast';
import { writeLines, writeOneLine } from './write-phrasing.ts';

/** Inert blocks as Markdown, in the one form that reads back as these blocks. */
export function writeMarkdown(nodes: readonly RootContent[]): string {
  return flow(nodes, false);
}

/** Blocks one after another. `tight`: with no empty line between those that need none. */
function flow(nodes: readonly RootContent[], tight: boolean): string {
  let out = '';
  let before: RootContent | null = null;
  let isOther = false;
  for (const node of nodes) {
    isOther = isMoreOf(before, node) && !isOther;
    const text = block(node, isOther);
    if (text === '') continue;
    out += before === null ? text : (tight && canTouch(before, node) ? '\n' : '\n\n') + text;
    before = node;
  }
  return out;
}

/** Two lists of a kind in a row would be one, but for their marks. */
function isMoreOf(before: RootContent | null, node: RootContent): boolean {
  return before?.type === 'list' && node.type === 'list' && before.ordered === node.ordered;
}

/** Whether the second block starts on the line after the first without becoming a part of it. */
function canTouch(first: RootContent, second: RootContent): boolean {
  if (second.type === 'code' || second.type === 'heading') return true;
  if (first.type !== 'paragraph' && first.type !== 'heading' && first.type !== 'code') return false;
  return (second.type === 'list' || second.type === 'blockquote') && mayInterrupt(second);
}

/**
 * Whether every reader begins these blocks where a paragraph could go on: a list that begins with another number than 1
 * does not, and for some neither does what holds one on its first line.
 */
function mayInterrupt(node: RootContent): boolean {
  if (node.type === 'list' && node.ordered && node.start !== 1) return false;
  const holder = node.type === 'list' ? node.children[0] : node.type === 'blockquote' ? node : undefined;
  const first = holder?.children[0];
  return first === undefined || mayInterrupt(first);
}

function block(node: RootContent, isOther: boolean): string {
  switch (node.type) {
    case 'paragraph':
      return writeLines(node.children);
    case 'heading':
      return `${'#'.repeat(node.depth)} ${writeOneLine(node.children, 'heading')}`;
    case 'thematicBreak':
      return '---';
    case 'code':
      return fenced(node.value, node.lang ?? '');
    case 'blockquote':
      return flow(node.children, false).replace(/^/gm, '> ').replace(/^> $/gm, '>');
    case 'list':
      return list(node, isOther);
    case 'table':
      return table(node);
    default:
      throw new Error(`not inert: ${node.type}`);
  }
}

function fenced(value: string, lang: string): string {
  const runs = value.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3));
  return `${fence}${lang}\n${value === '' ? '' : `${value}\n`}${fence}`;
}

function list(node: List, isOther: boolean): string {
  const items = node.children.map((item, at) => {
    const mark = node.ordered ? `${(node.start ?? 1) + at}${isOther ? ')' : '.'}` : isOther ? '*' : '-';
    return `${mark} ${indented(itemText(item.children as BlockContent[], !node.spread), mark.length + 1)}`;
  });
  return items.join(node.spread ? '\n\n' : '\n');
}

function itemText(children: readonly BlockContent[], tight: boolean): string {
  const text = flow(children, tight);
  // After the mark of a list, `---` would make the whole line a break.
  return children[0]?.type === 'thematicBreak' ? text.replace('---', '___') : text;
}

function indented(text: string, width: number): string {
  return text.replace(/\n(?!\n)/g, `\n${' '.repeat(width)}`);
}

function table(node: Table): string {
  const width = node.children[0]?.children.length ?? 0;
  const rows = node.children.map((row) => row.children.map((cell) => writeOneLine(cell.children, 'cell')));
  const rule = Array.from({ length: width }, (_, at) => ruleOf(node.align?.[at]));
  return [rows[0] ?? [], rule, ...rows.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function ruleOf(side: 'left' | 'right' | 'center' | null | undefined): string {
  return `${side === 'left' || side === 'center' ? ':' : ''}-${side === 'right' || side === 'center' ? ':' : ''}`;
}
