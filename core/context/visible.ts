import markdownIt from 'markdown-it';
import { hiddenPassages, withoutHidden } from '../redact/hidden.ts';
import { withoutHiddenHtml, type Cleaned } from './html.ts';

export type { Cleaned } from './html.ts';

/** How hidden text is taken out of what an agent is given. */
export type Cleaning = { markdown: (text: string) => Cleaned; plain: (text: string) => Cleaned };

/** What people see of Markdown, and of text that is no Markdown. */
export const seen: Cleaning = { markdown: visibleMarkdown, plain: visibleCharacters };

const parser = markdownIt({ html: true });

/**
 * The text of a comment without what GitHub does not show of it: HTML that is hidden, characters without a shape,
 * titles of links, words in the place of images, definitions that nothing refers to. Code in fences is shown as it is.
 */
export function visibleMarkdown(markdown: string): Cleaned {
  const { text, hidden } = visibleCharacters(markdown);
  const parts = partsOf(text).map((part) =>
    part.isCode ? { text: part.text, hidden: 0 } : visibleProse(part.text),
  );
  const prose = { text: parts.map((part) => part.text).join(''), hidden: sum(parts) };
  const defined = withoutDefinitions(prose.text);
  return { text: defined.text, hidden: hidden + prose.hidden + defined.hidden };
}

/** A text without the characters that have no shape. */
export function visibleCharacters(text: string): Cleaned {
  return { text: withoutHidden(text), hidden: hiddenPassages(text) };
}

function sum(parts: readonly Cleaned[]): number {
  return parts.reduce((all, { hidden }) => all + hidden, 0);
}

/** Fenced code that stands in no list or quote, and what is around it. Others count as prose: of that more is taken. */
function partsOf(text: string): { text: string; isCode: boolean }[] {
  if (!/^ {0,3}(?:```|~~~)/m.test(text)) return [{ text, isCode: false }];
  const lines = text.split(/(?<=\n)/);
  const parts: { text: string; isCode: boolean }[] = [];
  let done = 0;
  for (const { type, level, map } of parser.parse(text, {})) {
    if (type !== 'fence' || level !== 0 || map === null) continue;
    const [from, to] = map;
    parts.push({ text: lines.slice(done, from).join(''), isCode: false });
    parts.push({ text: lines.slice(from, to).join(''), isCode: true });
    done = to;
  }
  return [...parts, { text: lines.slice(done).join(''), isCode: false }];
}

const TITLE =
  /(\]\([ \t]*(?:<[^<>\n]{0,2000}>|[^\s<>]{0,2000}))[ \t\n]+(?:"(?:[^"\\]|\\.){0,9000}"|'(?:[^'\\]|\\.){0,9000}'|\((?:[^()\\]|\\.){0,9000}\))[ \t\n]*\)/gs;
const ALT = /!\[((?:[^[\]\\]|\\.){0,9000})\](?=[([])/gs;
/** The name that GitHub gives a picture, or as short a word. */
const PLAIN_ALT = /^[\w.-]{0,30}$/;
/** A link that shows nothing. */
const EMPTY_LINK = /(?<!!)\[\s*\]\([^()\n]{0,2000}\)/g;

function visibleProse(prose: string): Cleaned {
  const { text, hidden } = withoutHiddenHtml(prose);
  let count = hidden;
  const take = (shown: string): string => {
    count += 1;
    return shown;
  };
  const visible = text
    .replace(TITLE, (_whole, link: string) => take(`${link})`))
    .replace(ALT, (whole, alt: string) => (PLAIN_ALT.test(alt) ? whole : take('![]')))
    .replace(EMPTY_LINK, () => take(''));
  return { text: visible, hidden: count };
}

const PREFIX = '^((?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t])))*[ \\t]*)';
const DEFINITION = new RegExp(
  `${PREFIX}\\[(?!\\^)((?:[^[\\]\\\\]|\\\\.){1,999})\\]:[ \\t]*\\n?[ \\t]*(<[^<>\\n]*>|[^\\s<]\\S*)` +
    `([ \\t]*\\n?[ \\t]*(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|\\((?:[^()\\\\]|\\\\.)*\\)))?[ \\t]*$`,
  'gms',
);
const FOOTNOTE = new RegExp(`${PREFIX}\\[\\^([^\\]\\s]{1,200})\\]:.*(?:\\n(?![ \\t]*(?:\\n|$)).*)*`, 'gm');

/** Definitions show nothing: one that is referred to stays, without its title. */
function withoutDefinitions(text: string): Cleaned {
  if (!text.includes(']:')) return { text, hidden: 0 };
  const names = namesIn(text);
  let hidden = 0;
  const isNamed = (label: string): boolean => (names.get(keyOf(label)) ?? 0) > 1;
  const visible = text
    .replace(FOOTNOTE, (whole, start: string, label: string) => {
      if (isNamed(`^${label}`)) return whole;
      hidden += 1;
      return start;
    })
    .replace(DEFINITION, (whole, start: string, label: string, to: string, title: string | undefined) => {
      if (isNamed(label) && title === undefined) return whole;
      hidden += 1;
      return isNamed(label) ? `${start}[${label}]: ${to}` : start;
    });
  return { text: visible, hidden };
}

/** How often each name stands in brackets. */
function namesIn(text: string): Map<string, number> {
  const names = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/\[((?:[^[\]\\]|\\.){1,999})\]/gs))
    names.set(keyOf(name), (names.get(keyOf(name)) ?? 0) + 1);
  return names;
}

function keyOf(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}
