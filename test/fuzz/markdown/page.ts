/** A tag of a page with its attributes, or a comment, declaration or instruction (`name` is then `!`). */
export type Tag = {
  readonly name: string;
  readonly closes: boolean;
  readonly attributes: ReadonlyMap<string, string>;
};

/** What a reader of a page meets. */
export type Seen = {
  readonly tags: readonly Tag[];
  /** Text outside code, a line per block or break; code is `␀`, an inline tag `␁`, a link `␂address␃`, a list's `•`. */
  readonly words: string;
  /** All text, code included. */
  readonly text: string;
};

const TOKEN =
  /(<!--[\s\S]*?(?:-->|$)|<[!?][^>]*>?)|<(\/?)([A-Za-z][A-Za-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|<|[^<]+/g;
const INLINE = /^(?:a|em|strong|del|sup|sub|span|b|i|code|input|img)$/;

/** Reads the HTML that a Markdown renderer wrote. */
export function seenIn(html: string): Seen {
  const tags: Tag[] = [];
  let words = '';
  let text = '';
  let code = 0;
  for (const [token, comment, slash, tagName, attributes] of html.matchAll(TOKEN)) {
    if (comment !== undefined) tags.push({ name: '!', closes: false, attributes: new Map() });
    else if (tagName !== undefined) {
      const tag = {
        name: tagName.toLowerCase(),
        closes: slash === '/',
        attributes: attributesOf(attributes ?? ''),
      };
      tags.push(tag);
      if (tag.name === 'code' || tag.name === 'pre') code += tag.closes ? -1 : 1;
      if (tag.name === 'code' && !tag.closes) words += '␀';
      else if (code <= 0) words += markOf(tag);
      if (!INLINE.test(tag.name)) text += '\n';
    } else {
      text += decoded(token);
      if (code <= 0) words += decoded(token);
    }
  }
  return { tags, words, text };
}

function markOf({ name, closes, attributes }: Tag): string {
  if (name === 'a' && !closes) return `␂${attributes.get('href') ?? ''}␃`;
  if (name === 'li' && !closes) return '\n•';
  return INLINE.test(name) ? '␁' : '\n';
}

function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(
    /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g,
  )) {
    found.set(name.toLowerCase(), decoded(double ?? single ?? bare ?? ''));
  }
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
