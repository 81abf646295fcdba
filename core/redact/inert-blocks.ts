import type { BlockContent, Code, ListItem, RootContent, Table } from 'mdast';
import { withoutCommands } from './bot-commands.ts';
import { withoutHidden } from './hidden.ts';
import { withoutHtmlComments, withoutMarkers } from './html-comments.ts';
import type { Pass } from './inert-phrasing.ts';

const MAX_DEPTH = 6;
const MAX_ROWS = 200;
const MAX_COLUMNS = 20;
/** Levels 1 and 2 are our own: words by a model never stand above the frame around them. */
const FIRST_HEADING = 3;
/** Fences that GitHub draws, or, for `suggestion`, offers to commit. */
const DRAWN = new Set(['mermaid', 'math', 'geojson', 'topojson', 'stl', 'suggestion']);

/** Blocks with everything active made plain; nothing comes back for a block with nothing to show. */
export function inertBlocks(nodes: readonly RootContent[], pass: Pass, depth: number): BlockContent[] {
  return nodes.flatMap((node) => inertBlock(node, pass, depth));
}

function inertBlock(node: RootContent, pass: Pass, depth: number): BlockContent[] {
  switch (node.type) {
    case 'paragraph':
      return paragraph(node.children, pass);
    case 'heading': {
      const children = pass.phrasing(node.children, false);
      const level = Math.max(FIRST_HEADING, node.depth) as 3 | 4 | 5 | 6;
      return children.length === 0 ? [] : [{ type: 'heading', depth: level, children }];
    }
    case 'thematicBreak':
      return [{ type: 'thematicBreak' }];
    case 'code':
      return [suggestion(node, pass, depth) ?? codeBlock(node.value, node.lang ?? null, pass)];
    case 'html':
      return htmlBlock(node.value, pass);
    case 'table':
      return table(node, pass);
    case 'blockquote':
    case 'list':
    case 'footnoteDefinition':
      return container(node, pass, depth);
    default:
      return [];
  }
}

function container(
  node: Extract<RootContent, { type: 'blockquote' | 'list' | 'footnoteDefinition' }>,
  pass: Pass,
  depth: number,
): BlockContent[] {
  if (depth >= MAX_DEPTH) return flattened(node, pass);
  if (node.type === 'list') {
    const children = node.children.flatMap((item) => listItem(item, pass, depth));
    const start = node.ordered ? Math.min(node.start ?? 1, 999_999) : null;
    const spread = node.spread ?? false;
    return children.length === 0
      ? []
      : [{ type: 'list', ordered: Boolean(node.ordered), start, spread, children }];
  }
  const children = inertBlocks(node.children, pass, depth + 1);
  if (node.type === 'footnoteDefinition' || children.length === 0) return children;
  return [{ type: 'blockquote', children }];
}

/** Check boxes become signs: a reader of the comment could otherwise tick them, and bots act on that. */
function listItem(item: ListItem, pass: Pass, depth: number): ListItem[] {
  const sign = item.checked === true ? '☑ ' : item.checked === false ? '☐ ' : '';
  const [first, ...rest] = item.children;
  const signed: RootContent[] =
    sign !== '' && first?.type === 'paragraph'
      ? [{ ...first, children: [{ type: 'text', value: sign }, ...first.children] }, ...rest]
      : item.children;
  const children = inertBlocks(signed, pass, depth + 1);
  return children.length === 0 ? [] : [{ type: 'listItem', spread: item.spread ?? false, children }];
}

function paragraph(children: Parameters<Pass['phrasing']>[0], pass: Pass): BlockContent[] {
  const inert = pass.phrasing(children, true);
  return inert.length === 0 ? [] : [{ type: 'paragraph', children: inert }];
}

/** A code block whose lines no bot takes for commands. */
export function codeBlock(value: string, lang: string | null, pass: Pick<Pass, 'redact'>): Code {
  const label = lang !== null && /^[A-Za-z0-9+#._-]{1,30}$/.test(lang) ? lang : null;
  const drawn = label !== null && DRAWN.has(label.toLowerCase());
  const shown = withoutCommands(withoutMarkers(pass.redact(withoutHidden(value))));
  return { type: 'code', lang: drawn || (lang !== null && label === null) ? 'text' : label, value: shown };
}

/** A suggestion that may stay one: whoever commits it gets what it was, so nothing of it may have had to be changed. */
function suggestion({ lang, value }: Code, pass: Pass, depth: number): Code | null {
  if (pass.allowed.suggestions !== true || depth > 0 || lang !== 'suggestion') return null;
  const shown = codeBlock(value, 'text', pass);
  return shown.value === value && !value.includes('[redacted:') ? { ...shown, lang } : null;
}

function htmlBlock(value: string, pass: Pass): BlockContent[] {
  const shown = withoutHtmlComments(value).trim();
  return shown === '' ? [] : [codeBlock(shown, 'html', pass)];
}

function table(node: Table, pass: Pass): BlockContent[] {
  const children = node.children.slice(0, MAX_ROWS).map((row) => ({
    ...row,
    children: row.children
      .slice(0, MAX_COLUMNS)
      .map((cell) => ({ type: 'tableCell' as const, children: pass.phrasing(cell.children, false) })),
  }));
  const kept: BlockContent = { type: 'table', align: (node.align ?? []).slice(0, MAX_COLUMNS), children };
  const left = node.children.length - children.length;
  if (left === 0) return [kept];
  return [
    kept,
    { type: 'paragraph', children: [{ type: 'text', value: `(${left} more rows were left out.)` }] },
  ];
}

/** Deeper than any reader follows: the words stay, the nesting goes. */
function flattened(node: RootContent, pass: Pass): BlockContent[] {
  const words = wordsOf(node);
  return words.trim() === '' ? [] : [codeBlock(words.trim(), 'text', pass)];
}

function wordsOf(top: RootContent): string {
  const stack: RootContent[] = [top];
  let words = '';
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('children' in node) stack.push(...node.children.toReversed());
    else if ('value' in node) words += `${node.value}\n`;
  }
  return words;
}
