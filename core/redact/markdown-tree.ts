import type { PhrasingContent, Root, RootContent, Table } from 'mdast';
import markdownIt, { type Env, type Token } from 'markdown-it';
import { withAutolinks } from './autolinks.ts';
import { withPlainTokens } from './plain-token.ts';

const FOOTNOTE = /^\[\^[^\]\s]+\]:/;

/** Nesting ends where the stack does, by an error: at a bound of its own the parser would drop text. */
const parser = markdownIt({ html: true, maxNesting: Number.MAX_SAFE_INTEGER });
// Addresses come as they were written: what becomes of them is not the parser's to decide.
parser.validateLink = () => true;
parser.normalizeLink = (url) => url;
parser.normalizeLinkText = (text) => text;
withPlainTokens(parser);
// A footnote is words after a label, never the address of a link.
parser.block.ruler.before('reference', 'footnote', (state, first, end, silent) => {
  const start = (state.bMarks[first] ?? 0) + (state.tShift[first] ?? 0);
  if (silent || !FOOTNOTE.test(state.src.slice(start, start + 200))) return false;
  const ends = parser.block.ruler.getRules('paragraph');
  let next = first + 1;
  while (next < end && !state.isEmpty(next) && !ends.some((rule) => rule(state, next, end, true))) next += 1;
  const content = state.getLines(first, next, state.blkIndent, false).trim();
  state.line = next;
  state.push('paragraph_open', 'p', 1).map = [first, next];
  Object.assign(state.push('inline', '', 0), { content, children: [], map: [first, next] });
  state.push('paragraph_close', 'p', -1);
  return true;
});

/** What inline content was read as: the same, wherever it stands and whatever is around it, unless there are references. */
export type Phrases = Map<string, PhrasingContent[]>;

type Reading = Env & { readonly phrases: Phrases };

// What was read before is not read again.
parser.core.ruler.at('inline', ({ tokens, md, env }) => {
  const { phrases, references } = env as Reading;
  for (const { type, content, children } of tokens)
    if (type === 'inline' && (references !== undefined || !phrases.has(content)))
      md.inline.parse(content, md, env, children ?? []);
});

/**
 * The tree of a GitHub comment. References are resolved to links and images; definitions, which show nothing, are
 * gone. Footnotes and check boxes stay the text they are written as. `phrases`: what was read before of another text,
 * whose nodes are used again; what is read now is added.
 */
export function parseMarkdown(text: string, phrases: Phrases = new Map()): Root {
  const reading: Reading = { phrases };
  const tokens = parser.parse(text, reading);
  return { type: 'root', children: blocks(tokens, reading.references === undefined ? phrases : new Map()) };
}

/** A node that is not closed yet: any of mdast's parents, with children of whatever kind. */
type Open = { type: string; children: unknown[]; spread?: boolean; align?: Table['align'] };

function blocks(tokens: readonly Token[], phrases: Phrases): RootContent[] {
  const root: Open = { type: 'root', children: [] };
  const stack: Open[] = [root];
  for (const token of tokens) {
    const top = stack.at(-1) ?? root;
    if (token.type === 'inline') top.children = phrasesOf(token, phrases);
    else if (PARTS.has(token.tag)) continue;
    else if (token.nesting === 0) top.children.push(leaf(token));
    else if (token.nesting === 1) {
      const node = opened(token, stack);
      top.children.push(node);
      stack.push(node);
    } else stack.pop();
  }
  return root.children as RootContent[];
}

function phrasesOf({ content, children }: Token, phrases: Phrases): PhrasingContent[] {
  const before = phrases.get(content);
  if (before !== undefined) return before;
  const read = phrasing(children ?? []);
  phrases.set(content, read);
  return read;
}

/** A table's head and body, which mdast does not know. */
const PARTS = new Set(['thead', 'tbody']);

function leaf({ type, content, info }: Token): RootContent {
  if (type === 'hr') return { type: 'thematicBreak' };
  if (type === 'html_block') return { type: 'html', value: content };
  return { type: 'code', lang: info.trim().split(/\s/)[0] || null, value: content.replace(/\n$/, '') };
}

function opened(token: Token, stack: readonly Open[]): Open {
  const [list, item] = stack.slice(-2);
  switch (token.type) {
    case 'paragraph_open':
      // Paragraphs stand apart in all items of a list or in none.
      if (item?.type === 'listItem' && list !== undefined && !token.hidden) list.spread = true;
      return parent('paragraph');
    case 'heading_open':
      return parent('heading', { depth: Number(token.tag.slice(1)) });
    case 'blockquote_open':
      return parent('blockquote');
    case 'bullet_list_open':
      return parent('list', { ordered: false, start: null, spread: false });
    case 'ordered_list_open':
      return parent('list', { ordered: true, start: Number(token.attrGet('start') ?? 1), spread: false });
    case 'list_item_open':
      return parent('listItem');
    case 'table_open':
      return parent('table', { align: [] });
    case 'tr_open':
      return parent('tableRow');
    case 'th_open':
      list?.align?.push(alignOf(token));
      return parent('tableCell');
    case 'td_open':
      return parent('tableCell');
    default:
      throw new Error(`a block the parser should not know: ${token.type}`);
  }
}

function parent(type: string, more: Readonly<Record<string, unknown>> = {}): Open {
  return { ...more, type, children: [] };
}

function alignOf(token: Token): 'left' | 'right' | 'center' | null {
  const style = String(token.attrGet('style') ?? '');
  return (['left', 'right', 'center'] as const).find((side) => style.endsWith(side)) ?? null;
}

function phrasing(tokens: readonly Token[]): PhrasingContent[] {
  const root: Open = parent('paragraph');
  const stack: Open[] = [root];
  let links = 0;
  for (const token of tokens) {
    const top = stack.at(-1) ?? root;
    if (token.type === 'text' && links === 0) top.children.push(...withAutolinks(token.content));
    else if (token.nesting === 0) top.children.push(inline(token));
    else if (token.nesting === -1) {
      if (stack.pop()?.type === 'link') links -= 1;
    } else {
      const node = span(token);
      if (node.type === 'link') links += 1;
      top.children.push(node);
      stack.push(node);
    }
  }
  return root.children as PhrasingContent[];
}

function inline(token: Token): PhrasingContent {
  switch (token.type) {
    case 'text':
      return { type: 'text', value: token.content };
    case 'softbreak':
      return { type: 'text', value: '\n' };
    case 'hardbreak':
      return { type: 'break' };
    case 'code_inline':
      return { type: 'inlineCode', value: token.content };
    case 'html_inline':
      return { type: 'html', value: token.content };
    case 'image':
      return { type: 'image', url: String(token.attrGet('src') ?? ''), alt: wordsOf(token.children ?? []) };
    default:
      throw new Error(`inline content the parser should not know: ${token.type}`);
  }
}

const SPANS: Readonly<Record<string, string>> = {
  em_open: 'emphasis',
  strong_open: 'strong',
  s_open: 'delete',
};

function span(token: Token): Open {
  const type = SPANS[token.type];
  if (type !== undefined) return parent(type);
  if (token.type !== 'link_open') throw new Error(`a span the parser should not know: ${token.type}`);
  return parent('link', { url: String(token.attrGet('href') ?? ''), title: null });
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      token.type === 'softbreak' ? '\n' : token.children ? wordsOf(token.children) : token.content,
    )
    .join('');
}
