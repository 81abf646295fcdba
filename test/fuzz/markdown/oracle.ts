import type { Danger, Harmless } from './danger.ts';
import { dangersInSource } from './oracle-source.ts';
import { dangersInWords } from './oracle-words.ts';
import { seenIn, type Tag } from './page.ts';
import { pagesOf, type Page } from './render.ts';

const NOTHING: Harmless = { hosts: [], logins: [] };
const LOADS = /^(?:img|picture|source|video|audio|track|iframe|embed|object|svg|image|link|script|style)$/;
const DRAWN = /\blanguage-(?:mermaid|math|geojson|topojson|stl|suggestion)(?=\s|$)/i;
const MOST_DEPTH = 8;
const MOST_ROWS = 250;

/**
 * A reader of comments, written apart from the code under test and without a line of it: it renders as
 * GitHub does, raw HTML included, and names every danger in the page. Each kind once, sorted.
 */
export function dangersIn(markdown: string, harmless: Harmless = NOTHING): Danger[] {
  const found = new Set<Danger>(dangersInSource(markdown));
  for (const page of pagesOf(markdown)) {
    const seen = seenIn(page.html);
    for (const danger of inPage(page, seen.tags, harmless)) found.add(danger);
    for (const danger of dangersInWords(seen, harmless)) found.add(danger);
  }
  return [...found].sort();
}

function inPage(page: Page, tags: readonly Tag[], harmless: Harmless): Danger[] {
  const found: Danger[] = [];
  if (page.html !== page.escaped) found.push('html');
  if (isBomb(tags)) found.push('bomb');
  for (const { name, closes, attributes } of tags) {
    if (name === '!') found.push('comment');
    if (LOADS.test(name)) found.push('image');
    if (name === 'input') found.push('checkbox');
    if (/footnote/.test(`${attributes.get('class')} ${[...attributes.keys()].join(' ')}`))
      found.push('footnote');
    if (DRAWN.test(attributes.get('class') ?? '')) found.push('diagram');
    if (attributes.has('title')) found.push('hidden');
    if (name === 'a' && !closes && !isHarmless(attributes.get('href') ?? '', harmless)) found.push('link');
  }
  return found;
}

/** As a browser reads it on github.com: an address without a scheme or a host leads somewhere, too. */
function isHarmless(href: string, { hosts }: Harmless): boolean {
  if (/^#[\w-]+$/.test(href)) return true;
  if (!href.startsWith('https://') || !URL.canParse(href)) return false;
  const { protocol, hostname, username, password, port } = new URL(href);
  return protocol === 'https:' && `${username}${password}${port}` === '' && hosts.includes(hostname);
}

function isBomb(tags: readonly Tag[]): boolean {
  let depth = 0;
  let rows = 0;
  for (const { name, closes } of tags) {
    if (/^(?:blockquote|ul|ol|details)$/.test(name)) depth += closes ? -1 : 1;
    if (name === 'table') rows = 0;
    if (name === 'tr' && !closes) rows += 1;
    if (depth > MOST_DEPTH || rows > MOST_ROWS) return true;
  }
  return false;
}
