import type { Encode } from './encode.ts';

const each = (text: string, write: (character: string, at: number) => string, between = '') =>
  Array.from(text, write).join(between);
const FILLERS = [
  'the',
  'result',
  'of',
  'this',
  'step',
  'looks',
  'fine',
  'and',
  'so',
  'does',
  'what',
  'follows',
];
const filler = (at: number) => FILLERS[(at * 7) % FILLERS.length] ?? '';
/** A filler that is no letter of the text, repeatable. */
const noise = (at: number) => 'qzjxkvwpyb'[(at * 3 + ((at * at) % 7)) % 10] ?? '';

function chunked(text: string, size: number): string {
  const chunks = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
  return chunks.map((chunk, at) => `${filler(at)} ${filler(at + 3)} ${chunk}`).join(', ');
}

/** Spread out, laid out, put between other things. */
export const layouts: Readonly<Record<string, Encode>> = {
  spaced: (text) => each(text, String, ' '),
  dashed: (text) => each(text, String, '-'),
  dotted: (text) => each(text, String, '.'),
  bullets: (text) => each(text, (c) => `- ${c}`, '\n'),
  'numbered list': (text) => each(text, (c, at) => `${at + 1}. ${c}`, '\n'),
  'one per line': (text) => each(text, String, '\n'),
  diff: (text) => each(text, (c) => `+${c}`, '\n'),
  table: (text) => each(text, (c) => `| ${c} |`, '\n'),
  'bold letters': (text) => each(text, (c) => `**${c}**`),
  'code spans': (text) => each(text, (c) => `\`${c}\``, ' '),
  'HTML tags': (text) => each(text, (c) => `<b>${c}</b>`),
  'HTML comments': (text) => each(text, (c) => `${c}<!-- x -->`),
  'string concatenation': (text) =>
    (text.match(/.{1,5}/gs) ?? []).map((part) => JSON.stringify(part)).join(' + '),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ value: text })),
  'subdomain labels': (text) => `https://${(text.match(/.{1,9}/gs) ?? []).join('.')}.sink.example/`,
  'zero-width spaces': (text) => each(text, String, '\u200B'),
  'combining marks': (text) => each(text, (c) => `${c}\u0301`),
  'soft hyphens': (text) => each(text, String, '\u00AD'),
  'tag characters': (text) => text.replace(/[ -~]/g, (c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))),
  'interleaved with a constant': (text) => each(text, (c) => `${c}x`),
  'interleaved with noise': (text) => each(text, (c, at) => `${c}${noise(at)}`),
  'every third character': (text) => each(text, (c, at) => `${c}${noise(at)}${noise(at + 5)}`),
  'first letters of lines': (text) => each(text, (c, at) => `${c} ${filler(at)} ${filler(at + 1)}`, '\n'),
  'first letters of words': (text) => each(text, (c, at) => `${c}${filler(at)}`, ' '),
  'last letters of lines': (text) => each(text, (c, at) => `${filler(at)} ${filler(at + 2)} ${c}`, '\n'),
  'last letters of words': (text) => each(text, (c, at) => `${filler(at)}${c}`, ' '),
  'chunks of 12': (text) => chunked(text, 12),
  'chunks of 8': (text) => chunked(text, 8),
  'chunks of 4': (text) => chunked(text, 4),
  'first character missing': (text) => text.slice(1),
  'last characters missing': (text) => text.slice(0, -3),
};
