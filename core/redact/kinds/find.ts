import { binaryString } from '../known/bytes.ts';
import { anchorSearch, type Reached } from './anchor-search.ts';
import type { Kind, Range } from './kind.ts';

/** A secret of a kind, where it stands. */
export type Shape = Range & { readonly kind: string };

/**
 * A search for secrets of these kinds. One pass finds the anchors, an expression is tried at each, and
 * what it matches is grown to the whole token: no tail is left, and what a match covers is not looked at
 * again, so that the work stays in proportion to the text.
 */
export function finderOf(kinds: readonly Kind[]): (text: string | Uint8Array) => Shape[] {
  const search = anchorSearch(kinds);
  return (given) => {
    const found: Shape[] = [];
    const reached: Reached = { precise: 0, named: 0 };
    // Bytes are characters below 256. Most hold no anchor, and then nobody needs a string of them.
    let text = typeof given === 'string' ? given : null;
    search(typeof given === 'string' ? codesOf(given) : given, reached, (anchor, kind) => {
      text ??= binaryString(given as Uint8Array);
      const whole = wholeAt(text, anchor, kind, reached[kind.confidence]);
      if (whole === null) return 0;
      found.push({ start: whole.start, end: whole.end, kind: kind.name });
      const other = kind.pair?.(text, whole.end) ?? null;
      if (other !== null) found.push({ start: other.start, end: other.end, kind: kind.name });
      reached[kind.confidence] = whole.end;
      return kind.confidence === 'precise' ? whole.end : 0;
    });
    return found;
  };
}

const KEPT_CODES = 1024 * 1024;
let codes = new Uint8Array(0);

/** The codes of a text's characters, 0 for those above 255: no anchor holds them, nor what a guard counts. */
function codesOf(text: string): Uint8Array {
  if (codes.length < text.length || codes.length > KEPT_CODES) codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    codes[at] = code < 256 ? code : 0;
  }
  return codes.subarray(0, text.length);
}

function wholeAt(text: string, anchor: number, kind: Kind, floor: number): Range | null {
  const match = matchAt(text, anchor, kind.expression);
  if (match === null || isMask(text, match.start)) return null;
  if (kind.confidence === 'named' && isNameOfMask(text, anchor)) return null;
  const whole = kind.confidence === 'precise' ? grown(text, match, kind, floor) : match;
  return whole.start < whole.end ? whole : null;
}

function matchAt(text: string, anchor: number, expression: RegExp): Range | null {
  expression.lastIndex = anchor;
  const match = expression.exec(text);
  if (match === null) return null;
  const end = expression.lastIndex;
  // The group of what is masked ends where the match does: places need no `d` flag, which takes as long again.
  return { start: end - (match[1] ?? match[0]).length, end };
}

const MASK = '[redacted: ';

/** What is masked already is not found again, in Markdown neither, where the bracket has a backslash. */
function isMask(text: string, at: number): boolean {
  return text.startsWith(MASK, text.charCodeAt(at) === BACKSLASH ? at + 1 : at);
}

const BACKSLASH = 92;
const LONGEST_NAME = 64;
const MASK_AFTER = /[\w.-]{1,64}\]/y;

/** Whether a telling name is that of a mask: `[redacted: algolia-key]=` tells nothing of what follows. */
function isNameOfMask(text: string, anchor: number): boolean {
  let at = anchor;
  const first = Math.max(0, anchor - LONGEST_NAME);
  while (at > first && isOfName(text.charCodeAt(at - 1))) at--;
  if (at < MASK.length || !text.startsWith(MASK, at - MASK.length)) return false;
  MASK_AFTER.lastIndex = anchor;
  return MASK_AFTER.test(text);
}

function isOfName(code: number): boolean {
  return isWord(code) || code === 46;
}

function grown(text: string, match: Range, kind: Kind, floor: number): Range {
  if (kind.walk !== undefined) return kind.walk(text, match, floor);
  let { start, end } = match;
  if (kind.inside !== undefined) {
    const holds = kind.inside === 'word' ? isWord : isBase64;
    while (start > floor && holds(text.charCodeAt(start - 1))) start--;
  }
  if (isWord(text.charCodeAt(end - 1))) while (end < text.length && isWord(text.charCodeAt(end))) end++;
  return { start, end };
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function isWord(code: number): boolean {
  return isAlphanumeric(code) || code === 95 || code === 45;
}

function isBase64(code: number): boolean {
  return isAlphanumeric(code) || code === 43 || code === 47;
}
