import { binaryString } from '../known/bytes.ts';
import { anchorSearch } from './anchor-search.ts';
import type { Kind, Range } from './kind.ts';

/** A secret of a kind, where it stands. */
export type Shape = Range & { readonly kind: string };

/** Up to where each confidence has already found something: nothing is looked at twice. */
type Reached = { precise: number; named: number };

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
    search(typeof given === 'string' ? codesOf(given) : given, (anchor, kind) => {
      text ??= binaryString(given as Uint8Array);
      const floor = reached[kind.confidence];
      if (anchor < floor || (kind.edge === true && !isEdge(text, anchor))) return 0;
      const whole = wholeAt(text, anchor, kind, floor);
      if (whole === null) return 0;
      found.push({ ...whole, kind: kind.name });
      const other = kind.pair?.(text, whole.end) ?? null;
      if (other !== null) found.push({ ...other, kind: kind.name });
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
  if (!expression.hasIndices)
    return expression.test(text) ? { start: anchor, end: expression.lastIndex } : null;
  const [start, end] = expression.exec(text)?.indices?.groups?.['secret'] ?? [0, 0];
  return start === end ? null : { start, end };
}

const MASK = /\\?\[redacted: /y;

/** What is masked already is not found again, in Markdown neither, where the bracket has a backslash. */
function isMask(text: string, at: number): boolean {
  MASK.lastIndex = at;
  return MASK.test(text);
}

/** What stands before the name in a mask, as far as it can be from a name within it. */
const MASK_BEFORE = /\[redacted: [\w.-]{0,64}$/;
const MASK_AFTER = /[\w.-]{1,64}\]/y;

/** Whether a telling name is that of a mask: `[redacted: algolia-key]=` tells nothing of what follows. */
function isNameOfMask(text: string, anchor: number): boolean {
  if (!MASK_BEFORE.test(text.slice(Math.max(0, anchor - 80), anchor))) return false;
  MASK_AFTER.lastIndex = anchor;
  return MASK_AFTER.test(text);
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

/** Whether a word can begin here: after no letter or digit, or after an escape (`\\n`, `%3D`, `\\u003d`). */
function isEdge(text: string, at: number): boolean {
  if (at === 0 || !isAlphanumeric(text.charCodeAt(at - 1))) return true;
  return (
    (text[at - 2] === '\\' && 'nrtbf'.includes(text.charAt(at - 1))) ||
    text[at - 3] === '%' ||
    (text[at - 6] === '\\' && text[at - 5] === 'u')
  );
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
