import type { PhrasingContent } from 'mdast';
import { withoutHidden } from './hidden.ts';
import { defanged, inertText, type Allowed } from './inert-text.ts';
import { withoutHtmlComments, withoutMarkers } from './html-comments.ts';

/** What one pass over a tree carries along. */
export type Pass = {
  readonly allowed: Allowed;
  /** Masks what only shows once Markdown's escapes are undone. */
  readonly redact: (text: string) => string;
  /** `inertPhrasing` for this pass. */
  readonly phrasing: (nodes: readonly PhrasingContent[], breaks: boolean) => PhrasingContent[];
};

const MAX_DEPTH = 6;
/** What closes an issue whose reference follows. */
export const CLOSING = /(?<![A-Za-z0-9])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)[\s:]{0,20}$/i;

/** A pass that makes everything anew. */
export function plainPass(allowed: Allowed, redact: Pass['redact']): Pass {
  const pass: Pass = { allowed, redact, phrasing: (nodes, breaks) => inertPhrasing(nodes, pass, breaks) };
  return pass;
}

/** Inline content with everything active made plain. `breaks`: whether line breaks are possible here. */
export function inertPhrasing(
  nodes: readonly PhrasingContent[],
  pass: Pass,
  breaks: boolean,
): PhrasingContent[] {
  const plain = mergedText(nodes.flatMap((node) => inertNode(node, pass, 0)));
  return withoutBox(finished(trimmed(breaks ? plain : onOneLine(plain)), pass, { text: '' }));
}

function inertNode(node: PhrasingContent, pass: Pass, depth: number): PhrasingContent[] {
  switch (node.type) {
    case 'text':
      return text(pass.redact(withoutHidden(node.value)));
    case 'inlineCode':
      return codeSpan(pass.redact(withoutHidden(node.value)));
    case 'break':
      return [{ type: 'break' }];
    case 'emphasis':
    case 'strong':
    case 'delete': {
      const children = mergedText(node.children.flatMap((child) => inertNode(child, pass, depth + 1)));
      return depth >= MAX_DEPTH || children.length === 0 ? children : [{ ...bare(node.type), children }];
    }
    case 'link':
      return link(node.url, node.children, pass, depth);
    case 'image':
      return text(withoutHidden(node.alt ? `[image: ${node.alt}]` : '[image]'));
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? [{ type: 'break' }] : codeSpan(shownHtml(node.value, pass));
    default:
      return [];
  }
}

function bare<Type extends 'emphasis' | 'strong' | 'delete'>(type: Type): { type: Type; children: never[] } {
  return { type, children: [] };
}

function shownHtml(value: string, pass: Pass): string {
  return pass.redact(withoutHidden(withoutHtmlComments(value)).replace(/\s+/g, ' '));
}

function text(value: string): PhrasingContent[] {
  return value === '' ? [] : [{ type: 'text', value }];
}

function codeSpan(value: string): PhrasingContent[] {
  return value.trim() === ''
    ? []
    : [{ type: 'inlineCode', value: withoutMarkers(value.replace(/\s/g, ' ').trim()) }];
}

/** A kept link, or its words followed by where it wanted to lead, as dead text. */
function link(
  url: string,
  children: readonly PhrasingContent[],
  pass: Pass,
  depth: number,
): PhrasingContent[] {
  const label = children.flatMap((child) => inertNode(child, pass, depth + 1));
  const words = shown(label);
  if (isAllowed(url, pass.allowed)) {
    const kept = words === url ? text(url.replace(/^https:\/\//, '')) : label;
    return kept.length === 0 ? [] : [{ type: 'link', url, title: null, children: mergedText(kept) }];
  }
  const target = pass.redact(withoutHidden(url).replace(/\s/g, ' '));
  if (target === '') return label;
  if (target.endsWith(words)) return codeSpan(defanged(target));
  return [...label, ...text(' ('), ...codeSpan(defanged(target)), ...text(')')];
}

const HTTPS =
  /^https:\/\/([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10})(?:\/[A-Za-z0-9/._~%+,=?&#-]{0,1000})?$/;

/** Only https, a host that was allowed by name, and characters that need no escaping; or an anchor. */
export function isAllowed(url: string, allowed: Allowed): boolean {
  if (/^#[A-Za-z0-9_-]{1,200}$/.test(url)) return true;
  const host = HTTPS.exec(url)?.[1];
  return host !== undefined && allowed.hosts.has(host);
}

/** Neighbouring text joins before it is judged: `@` and `org` apart are as active as `@org`. */
function mergedText(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === 'text' && last?.type === 'text') last.value += node.value;
    else if (node.type === 'inlineCode' && last?.type === 'inlineCode') last.value += ` ${node.value}`;
    else if (node.type === 'break' && last?.type === 'break') continue;
    else result.push({ ...node });
  }
  return result;
}

function onOneLine(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const spaced = nodes.map((node): PhrasingContent => {
    if (node.type === 'break') return { type: 'text', value: ' ' };
    if (node.type === 'text') return { ...node, value: node.value.replace(/\n/g, ' ') };
    return 'children' in node ? { ...node, children: onOneLine(node.children) } : node;
  });
  return mergedText(spaced);
}

/** Spaces at the ends of a block or beside a line end mean nothing but survive only as `&#x20;`. */
function trimmed(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const rest = [...nodes];
  while (isBlank(rest[0])) rest.shift();
  while (isBlank(rest.at(-1))) rest.pop();
  return rest.map((node, at) => {
    if (node.type !== 'text') return node;
    let value = node.value.includes('\n') ? node.value.replace(/[ \t]*\n\s*/g, '\n') : node.value;
    value = value.replace(/\t[ \t]*| [ \t]+/g, ' ');
    if (at === 0 || rest[at - 1]?.type === 'break') value = value.trimStart();
    if (at === rest.length - 1 || rest[at + 1]?.type === 'break') value = value.trimEnd();
    return { ...node, value };
  });
}

function isBlank(node: PhrasingContent | undefined): boolean {
  return node?.type === 'break' || (node?.type === 'text' && node.value.trim() === '');
}

/** A space that no text has any more: words in different nodes are different words. */
const NEXT_NODE = '\u2028';

/** The last step: judges text with what stands before it, and unlinks issues after a closing word. */
function finished(
  nodes: readonly PhrasingContent[],
  pass: Pass,
  before: { text: string },
): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  for (const node of nodes) {
    if (node.type === 'text') {
      const startsLine = /(?:^|\n)\s*$/.test(before.text);
      result.push(...inertText(node.value, startsLine, pass.allowed, gluedTo(before.text)));
      before.text = (before.text + node.value).slice(-100);
    } else if (node.type === 'link' && CLOSING.test(before.text)) {
      result.push(...codeSpan(defanged(node.url)));
      before.text = '`';
    } else if ('children' in node) {
      before.text += NEXT_NODE;
      result.push({ ...node, children: finished(node.children, pass, before) });
      before.text += NEXT_NODE;
    } else {
      result.push(node);
      // A word that closes an issue does so from the line before, too.
      before.text = node.type === 'break' ? `${before.text}\n`.slice(-100) : '`';
    }
  }
  return mergedText(result);
}

/** The word that a text goes on with, once the marks between them are gone. */
function gluedTo(before: string): string {
  return before.endsWith(NEXT_NODE)
    ? (/[^\s`]{0,64}$/.exec(before.replaceAll(NEXT_NODE, ''))?.[0] ?? '')
    : '';
}

/** Written with an escape it is no check box yet, but programs that look for them read the source. */
function withoutBox(nodes: PhrasingContent[]): PhrasingContent[] {
  const [first, ...rest] = nodes;
  if (first?.type !== 'text') return nodes;
  const value = first.value.replace(/^\[([ xX])\](?=\s)/, (_, mark: string) => (mark === ' ' ? '☐' : '☑'));
  return [{ type: 'text', value }, ...rest];
}

/** The visible words of inline content. */
export function shown(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => ('children' in node ? shown(node.children) : 'value' in node ? node.value : ' '))
    .join('');
}
