import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/**
 * A deliberately simple reader of comments, written apart from the code under test: it renders as
 * GitHub would, raw HTML included, and names everything in the page that acts, leads away or hides.
 */
export type Danger =
  | 'image'
  | 'html'
  | 'link'
  | 'address'
  | 'mention'
  | 'reference'
  | 'command'
  | 'hidden'
  | 'drawing'
  | 'math'
  | 'checkbox'
  | 'comment'
  | 'footnote';

const PLAIN_TAGS =
  /^(?:p|h[1-6]|hr|br|blockquote|ul|ol|li|pre|code|table|thead|tbody|tr|th|td|em|strong|del|a|input|img|sup|section)$/;

/** What is dangerous in a comment's Markdown, each kind once, sorted. */
export function dangersIn(markdown: string): Danger[] {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  return [...new Set([...inPage(html), ...inWords(html), ...inSource(markdown, html)])].sort();
}

function inPage(html: string): Danger[] {
  const found: Danger[] = [];
  const tags = [...html.matchAll(/<\/?([A-Za-z][A-Za-z0-9-]*)((?:[^>"]|"[^"]*")*)>/g)];
  if (/<img/i.test(html)) found.push('image');
  if (tags.some(([, name]) => !PLAIN_TAGS.test(name ?? ''))) found.push('html');
  if (/<!--|<[?!]/.test(html)) found.push('comment');
  if (/<a [^>]*href="(?!#)/i.test(html)) found.push('link');
  if (/data-footnote/.test(html)) found.push('footnote');
  if (/<input/.test(html)) found.push('checkbox');
  if (/class="language-(?:mermaid|math|geojson|topojson|stl|suggestion)/i.test(html)) found.push('drawing');
  return found;
}

function inWords(html: string): Danger[] {
  const words = html
    .replace(/<code[^>]*>[\s\S]*?<\/code>/g, '␀')
    .replace(/<[^>]*>/g, '␁')
    .replace(/&(?:amp|lt|gt|quot);/g, '&');
  const found: Danger[] = [];
  if (/(?:https?|ftp):\/\/|\bwww\.\w|\b(?:mailto|javascript|data):\S|[\w.]@\w+\.\w/i.test(words))
    found.push('address');
  if (/(?<![\w.])@[A-Za-z0-9]/.test(words)) found.push('mention');
  if (/#\d|\bGH-\d/i.test(words)) found.push('reference');
  return found;
}

const HIDDEN =
  /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E01EF}]|(?<!\p{Extended_Pictographic})\uFE0F/u;

function inSource(markdown: string, html: string): Danger[] {
  const found: Danger[] = [];
  if (/^\s*\/[A-Za-z][\w-]*(?=\s|$)/m.test(markdown)) found.push('command');
  if (/(?<!\\)\$[^\s`]/.test(withoutCode(markdown))) found.push('math');
  if (HIDDEN.test(markdown) || HIDDEN.test(html)) found.push('hidden');
  return found;
}

function withoutCode(markdown: string): string {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const stack: Nodes[] = [tree];
  let rest = markdown;
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('children' in node) stack.push(...node.children);
    const { start, end } = node.position ?? {};
    if (
      (node.type !== 'code' && node.type !== 'inlineCode') ||
      start?.offset === undefined ||
      end?.offset === undefined
    )
      continue;
    rest = rest.slice(0, start.offset) + ' '.repeat(end.offset - start.offset) + rest.slice(end.offset);
  }
  return rest;
}
