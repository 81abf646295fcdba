import { binaryString, codesOf } from '../known/bytes.ts';
import { anchorSearch, type Reached } from './anchor-search.ts';
import type { Kind, Range } from './kind.ts';

/** A secret of a kind, where it stands. */
export type Shape = Range & { readonly kind: string };

/**
 * A search for secrets of these kinds. One pass finds the anchors, an expression is tried at each, and
 * what it matches is grown to the whole token: no tail is left, and what a match covers is not looked at
 * again, so that the work stays in proportion to the text. `codes`: those of the characters of a string, where they are
 * known.
 */
export function finderOf(kinds: readonly Kind[]): (text: string | Uint8Array, codes?: Uint8Array) => Shape[] {
  const search = anchorSearch(kinds);
  return (given, codes) => {
    const found: Shape[] = [];
    const reached: Reached = { precise: 0, named: 0 };
    // Bytes are characters below 256. Most hold no anchor, and then nobody needs a string of them.
    let text = typeof given === 'string' ? given : null;
    const bytes = codes ?? (typeof given === 'string' ? codesOf(given) : given);
    search(bytes, reached, (anchor, kind) => {
      text ??= binaryString(bytes);
      const whole = wholeAt(text, bytes, anchor, kind, reached[kind.confidence]);
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

function wholeAt(text: string, bytes: Uint8Array, anchor: number, kind: Kind, floor: number): Range | null {
  const match = matchAt(text, anchor, kind);
  if (match === null || isMask(text, bytes, match.start)) return null;
  if (kind.confidence === 'named' && isNameOfMask(text, bytes, anchor)) return null;
  const whole =
    kind.confidence === 'precise'
      ? (kind.walk?.(text, match, floor) ?? grown(bytes, match, kind, floor))
      : match;
  return whole.start < whole.end ? whole : null;
}

function matchAt(text: string, anchor: number, { expression, masksPart }: Kind): Range | null {
  expression.lastIndex = anchor;
  // Of a test nothing is kept but where it ends, which takes half as long.
  if (!masksPart) return expression.test(text) ? { start: anchor, end: expression.lastIndex } : null;
  const match = expression.exec(text);
  if (match === null) return null;
  const end = expression.lastIndex;
  // The group of what is masked ends where the match does: places need no `d` flag, which takes as long again.
  return { start: end - (match[1] ?? match[0]).length, end };
}

const MASK = '[redacted: ';

/** What is masked already is not found again, in Markdown neither, where the bracket has a backslash. */
function isMask(text: string, bytes: Uint8Array, at: number): boolean {
  const from = bytes[at] === BACKSLASH ? at + 1 : at;
  return bytes[from] === BRACKET && text.startsWith(MASK, from);
}

const [BRACKET, BACKSLASH] = [91, 92];
const LONGEST_NAME = 64;
const MASK_AFTER = /[\w.-]{1,64}\]/y;

/** Whether a telling name is that of a mask: `[redacted: algolia-key]=` tells nothing of what follows. */
function isNameOfMask(text: string, bytes: Uint8Array, anchor: number): boolean {
  let at = anchor;
  const first = Math.max(0, anchor - LONGEST_NAME);
  while (at > first && isOfName(bytes[at - 1] as number)) at--;
  if (at < MASK.length || !text.startsWith(MASK, at - MASK.length)) return false;
  MASK_AFTER.lastIndex = anchor;
  return MASK_AFTER.test(text);
}

function isOfName(code: number): boolean {
  return isOf(WORD, code) || code === 46;
}

/** A match with what goes on before and behind it. */
function grown(bytes: Uint8Array, match: Range, { inside }: Kind, floor: number): Range {
  let { start, end } = match;
  if (inside !== undefined) {
    const holds = inside === 'word' ? WORD : BASE64;
    while (start > floor && isOf(holds, bytes[start - 1] as number)) start--;
  } else start = beforeGlued(bytes, start, floor);
  if (isOf(WORD, bytes[end - 1] as number))
    while (end < bytes.length && isOf(WORD, bytes[end] as number)) end++;
  return { start, end: behindGlued(bytes, end) };
}

/** What is glued to a secret without a space and is as long as this may be another, whose shape the first one breaks. */
const GLUED = 20;
/** Names have fewer digits. */
const FEWEST_DIGITS = 3;
const LONGEST_UNSURE = 200;

function beforeGlued(bytes: Uint8Array, start: number, floor: number): number {
  let digits = 0;
  let at = start;
  for (; at > floor; at--) {
    const classes = CLASSES[bytes[at - 1] as number] as number;
    if ((classes & WORD) === 0) break;
    digits += (classes >> 2) & 1;
  }
  return start - at >= GLUED && digits >= FEWEST_DIGITS ? at : start;
}

/** The rest of one whose beginning the mask of the first takes away; it goes on with a sign of base64 or a dot. */
function behindGlued(bytes: Uint8Array, end: number): number {
  let digits = 0;
  let at = end;
  for (; at < bytes.length && isOf(GLUE, bytes[at] as number); at++) {
    if (isOf(DIGIT, bytes[at] as number)) digits++;
    // What is not masked is walked again from the next secret.
    if (at - end > LONGEST_UNSURE && digits < FEWEST_DIGITS) break;
  }
  return at - end >= GLUED && digits >= FEWEST_DIGITS ? at : end;
}

const DIGITS = '0123456789';
const ALPHANUMERIC = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${DIGITS}`;
const [WORD, BASE64, DIGIT, GLUE] = [1, 2, 4, 8];
/** What a character may belong to, one bit each: a table, since whole texts are walked. */
const CLASSES = new Uint8Array(256);
for (const [classes, characters] of [
  [WORD | GLUE, `${ALPHANUMERIC}_-`],
  [BASE64 | GLUE, `${ALPHANUMERIC}+/`],
  [DIGIT, DIGITS],
  [GLUE, '.='],
] as const)
  for (const character of characters)
    CLASSES[character.charCodeAt(0)] = (CLASSES[character.charCodeAt(0)] as number) | classes;

function isOf(classes: number, code: number): boolean {
  return ((CLASSES[code] as number) & classes) !== 0;
}
