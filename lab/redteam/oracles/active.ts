import { posted, type Observed } from '../observed.ts';
import { pageOf, type Page } from '../page.ts';

/** What, in a posted text, loads something, leads away, draws or hides once GitHub has rendered it. */
export function active(seen: Observed): string[] {
  return Object.entries(posted(seen)).flatMap(([where, text]) =>
    [...new Set(dangers(pageOf(text, seen)))].map((what) => `${what} in ${where}`),
  );
}

const PLAIN_TAGS =
  /^(?:p|h[1-6]|hr|br|blockquote|ul|ol|li|pre|code|table|thead|tbody|tr|th|td|em|strong|del|a)$/i;
const DRAWN = /class="language-(mermaid|math|geojson|topojson|stl)/gi;
const ADDRESS = /(?:https?|ftp):\/\/|\bwww\.\w|\b(?:mailto|javascript|data):\S|[\w.]@\w+\.\w/i;
const HIDDEN = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E01EF}]/u;

function dangers({ html, words, source }: Page): string[] {
  const tags = [...html.matchAll(/<\/?([A-Za-z][A-Za-z0-9-]*)/g)].map(([, name = '']) => name.toLowerCase());
  return [
    ...tags.filter((name) => !PLAIN_TAGS.test(name)).map((name) => `a tag <${name}>`),
    ...[...html.matchAll(/<a\s[^>]*href="([^"]*)"/gi)].map(([, href]) => `a link to ${href}`),
    ...(/<[!?]/.test(html) ? ['a comment of HTML'] : []),
    ...[...html.matchAll(DRAWN)].map(([, kind]) => `a drawing (${kind})`),
    ...(ADDRESS.test(words) ? ['an address'] : []),
    ...(/\$[^\s$][^$\n]*\$/.test(words) ? ['a formula'] : []),
    ...(HIDDEN.test(source) || HIDDEN.test(html) ? ['hidden characters'] : []),
  ];
}
