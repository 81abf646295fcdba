import type { InlineCode, Text } from 'mdast';
import { commandsIn } from './bot-commands.ts';
import { withoutMarkers } from './html-comments.ts';

/**
 * What GitHub, or a bot that reads comments, acts on in plain text. Each becomes a code span, which
 * reads the same and does nothing. Every quantifier is bounded.
 */
const ADDRESS = String.raw`(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/|:\/\/(?=\S)|[Ww]{3}\.(?=[^\s.])|(?<![A-Za-z0-9])[Ww]{3}\.)[^\s<>]{0,2000}`;
const SCHEME = String.raw`(?<![A-Za-z])(?:mailto|xmpp|javascript|vbscript|data|tel|sms):(?=\S|$)[^\s<>]{0,500}`;
const MENTION = String.raw`[A-Za-z0-9._%+-]{0,64}@[A-Za-z0-9_.-][A-Za-z0-9_.\/-]{0,200}`;
const REFERENCE = String.raw`(?:[A-Za-z0-9_.-]{1,100}(?:\/[A-Za-z0-9_.-]{1,100})?)?#\d{1,12}|(?<![A-Za-z0-9])[Gg][Hh]-\d{1,12}`;
const COMMIT = String.raw`(?<![A-Za-z0-9])[0-9a-fA-F]{7,64}(?![A-Za-z0-9])`;
/** GitHub typesets what stands between dollar signs, which can hold links, and it does not heed `\$`. */
const MATHEMATICS = String.raw`\$\S{0,200}`;
/** Emphasis may follow: `@` and a bold name, or `www` and what is behind its dot, are read as one by some. */
const LOOSE = String.raw`[@#]$|(?<![A-Za-z0-9])www$`;
const ACTIVE = new RegExp([ADDRESS, SCHEME, MENTION, REFERENCE, COMMIT, MATHEMATICS, LOOSE].join('|'), 'gi');
/** One of these is in all that is active, and never a space. */
const MAYBE = /[@#$:]|www|gh-|[0-9a-f]{7}/gi;
const LONGEST_SHOWN = 200;

/** What may stay active in text. Logins are compared without case. `suggestions`: blocks that can be committed. */
export type Allowed = {
  readonly hosts: ReadonlySet<string>;
  readonly logins: ReadonlySet<string>;
  readonly suggestions?: boolean;
};

/**
 * Text as plain words and code spans. `startsLine`: it stands at the start of a block or line. `glued`: the beginning of its
 * first word, which emphasis parts from it: some read `t:` and a bold `//x` as one.
 */
export function inertText(
  source: string,
  startsLine: boolean,
  allowed: Allowed,
  glued = '',
): Array<Text | InlineCode> {
  const value = withoutMarkers(source);
  const parts: Array<Text | InlineCode> = [];
  let at = 0;
  for (const [start, end] of activeRanges(value, startsLine, allowed, glued)) {
    if (start > at) parts.push({ type: 'text', value: value.slice(at, start) });
    parts.push({ type: 'inlineCode', value: defanged(value.slice(start, end)) });
    at = end;
  }
  if (at < value.length) parts.push({ type: 'text', value: value.slice(at) });
  return parts;
}

/** An address that no reader, mail program or renderer turns into a link; shortened to 200 characters. */
export function defanged(address: string): string {
  const dead = address.replace(/\bh?ttp(s?):\/\//gi, 'hxxp$1://').replace(/^www\./i, 'www[.]');
  return dead.length > LONGEST_SHOWN ? `${dead.slice(0, LONGEST_SHOWN).toWellFormed()}…` : dead;
}

function activeRanges(
  value: string,
  startsLine: boolean,
  allowed: Allowed,
  glued: string,
): Array<[number, number]> {
  const ranges = [...commandsIn(value, startsLine), ...activeAcross(glued, value, allowed)];
  for (const [start, match] of activeIn(value)) {
    const found = withoutTail(match);
    if (isActive(found, allowed)) ranges.push([start, start + found.length]);
  }
  return withoutOverlaps(ranges);
}

/** What ACTIVE finds, looked for only between the spaces around what all of it has: it tries long at each letter. */
function* activeIn(value: string): Generator<readonly [start: number, match: string]> {
  for (let at = nextMaybe(value, 0); at !== -1;) {
    const start = value.lastIndexOf(' ', at) + 1;
    const space = value.indexOf(' ', at);
    const end = space === -1 ? value.length : space;
    // The space, too: what is active at the end of a text is not at that of a word.
    for (const { 0: match, index } of value.slice(start, end + 1).matchAll(ACTIVE))
      yield [start + index, match];
    at = nextMaybe(value, end);
  }
}

function nextMaybe(value: string, from: number): number {
  MAYBE.lastIndex = from;
  return MAYBE.exec(value)?.index ?? -1;
}

const LONGEST_ADDRESS = 2100;

/** What of a text belongs to an address, a reference or the like that begins before it. */
function activeAcross(glued: string, value: string, allowed: Allowed): Array<[number, number]> {
  if (glued === '') return [];
  const whole = `${glued}${value.slice(0, LONGEST_ADDRESS)}`;
  for (const [start, match] of activeIn(whole)) {
    const found = withoutTail(match);
    // The colon of a scheme is no sentence's punctuation where it is all of it that stands in this text.
    const scheme = /^[a-z]{1,20}:/i.exec(match)?.[0] ?? '';
    const end = start + Math.max(found.length, scheme.length) - glued.length;
    if (start < glued.length && end > 0 && isActive(found, allowed)) return [[0, end]];
  }
  return [];
}

function isActive(found: string, allowed: Allowed): boolean {
  if (/^[0-9a-fA-F]+$/.test(found)) return /\d/.test(found) && /[a-fA-F]/.test(found);
  return !(found.startsWith('@') && allowed.logins.has(found.slice(1).toLowerCase()));
}

/** A sentence's own punctuation after an address or a name stays text. */
export function withoutTail(found: string): string {
  return found.replace(/[.,;:!?)\]'"*_~]{1,20}$/, '') || found;
}

function withoutOverlaps(ranges: ReadonlyArray<readonly [number, number]>): Array<[number, number]> {
  const result: Array<[number, number]> = [];
  for (const [start, end] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = result.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
