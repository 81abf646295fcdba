import { grouped } from '../output/amounts.ts';
import type { Piece } from './document.ts';
import { withoutHidden } from './hidden.ts';
import { defanged, inertText, type Allowed } from './inert-text.ts';
import { withoutMarkers } from './html-comments.ts';
import { inertMarkdown } from './markdown.ts';

/** Longest text for a comment, in UTF-16 units; GitHub takes 65,536, and never more than 4 bytes each. */
export const MAX_COMMENT = 60_000;
const NOTICE_ROOM = 300;
const TIGHTEST = 500;

/** A sum of money is the whole hole: where nothing else has a dollar sign, one starts no mathematics. */
const AMOUNT = /^\$\d{1,9}(?:\.\d{1,6})?$/;

/** Lets a string through the redactor; throws when it must not leave. */
export type Redact = (text: string) => string;

/**
 * The Markdown of a document: literals as they are, everything else inert, strangers' Markdown cut to fit. `shows`:
 * see `inertMarkdown`.
 */
export function compose(
  pieces: readonly Piece[],
  allowed: Allowed,
  redact: Redact,
  shows?: (text: string) => boolean,
): string {
  const fixed = pieces.map((piece) => (piece.as === 'markdown' ? '' : inline(piece, allowed, redact)));
  const taken = fixed.reduce((sum, part) => sum + part.length, 0);
  const strangers = pieces.filter((piece) => piece.as === 'markdown').length;
  const room = Math.max(TIGHTEST, Math.floor((MAX_COMMENT - taken) / Math.max(1, strangers)) - 4);
  let text = '';
  pieces.forEach((piece, index) => {
    if (piece.as === 'markdown') {
      const may = { ...allowed, suggestions: piece.suggests === true };
      const inert = (part: string) => inertMarkdown(part, may, redact, shows);
      text = apart(text, fitted(redact(piece.text), room, inert));
    } else
      text = text.endsWith('\u0000') ? after(text, fixed[index] as string) : text + (fixed[index] as string);
  });
  return text.replaceAll('\u0000', '').trim();
}

/** Blocks by a stranger stand between blank lines, so that they cannot lean on our wording. */
function apart(before: string, block: string): string {
  if (block === '') return before;
  const start = before.replaceAll('\u0000', '').trimEnd();
  return `${start === '' ? '' : `${start}\n\n`}${block}\u0000`;
}

function after(before: string, next: string): string {
  return `${before.slice(0, -1)}\n\n${next.trimStart()}`;
}

function inline(piece: Piece, allowed: Allowed, redact: Redact): string {
  if (piece.as === 'literal') return piece.text;
  const text = redact(withoutHidden(piece.text)).replace(/\s+/g, ' ').trim();
  switch (piece.as) {
    case 'code':
      return codeSpan(text);
    case 'token':
      return text.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 200);
    case 'mention':
      return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(text) ? `@${text}` : plain(text, allowed);
    case 'link':
      return isPlainAddress(piece.url)
        ? `[${plain(text, allowed)}](${redact(piece.url)})`
        : codeSpan(defanged(text));
    default:
      return AMOUNT.test(text) ? `\\${text}` : plain(text, allowed);
  }
}

/** One line of a stranger's text inside our own sentence; what it puts between backticks stays code. */
function plain(text: string, allowed: Allowed): string {
  const nobody = { hosts: allowed.hosts, logins: new Set<string>() };
  return text
    .split(/`([^`]{1,200})`/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : words(part, index === 0, nobody)))
    .join('');
}

function words(text: string, first: boolean, allowed: Allowed): string {
  return inertText(text, first, allowed)
    .map((part) => (part.type === 'inlineCode' ? codeSpan(part.value) : escaped(part.value, first)))
    .join('');
}

const ALWAYS = /[\\`*[\]<>|~]|!$|&(?=[A-Za-z#])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

function escaped(text: string, first: boolean): string {
  const safe = text.replace(ALWAYS, '\\$&');
  return !first ? safe : safe.replace(/^(\d{0,9})([.)])|^([-+=:#])/, '$1\\$2$3');
}

function codeSpan(source: string): string {
  const text = withoutMarkers(source);
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  if (text === '') return '';
  return /^`|`$/.test(text) ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

function isPlainAddress(url: string): boolean {
  return /^https?:\/\/[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:\/[A-Za-z0-9/._~%+,=?&#-]{0,1000})?$/.test(url);
}

/** Sanitised, and cut at the end of a paragraph with a line that says so when it is too long. */
function fitted(source: string, room: number, inert: (text: string) => string): string {
  let text = source;
  let left = 0;
  for (let limit = room; limit > NOTICE_ROOM; limit = Math.floor(limit * 0.8)) {
    const kept = text.length <= limit ? text : text.slice(0, borderBefore(text, limit - NOTICE_ROOM));
    left += text.length - kept.length;
    // What does not fit is cut as it was written: it reads as the same again, in one pass.
    text = inert(kept);
    const whole = left === 0 ? text : `${text}\n\n${notice(left)}`;
    if (whole.length <= room) return whole;
  }
  return notice(source.length);
}

function notice(left: number): string {
  return `*${grouped(left)} characters were left out here; the whole text is in the run's artifact.*`;
}

function borderBefore(text: string, limit: number): number {
  const paragraph = text.lastIndexOf('\n\n', limit);
  if (paragraph > limit / 2) return paragraph;
  const line = text.lastIndexOf('\n', limit);
  return line > limit / 2 ? line : Math.max(0, limit);
}
