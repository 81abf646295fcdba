import type { Range } from './kind.ts';

const END = /-{1,5}END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{0,5}/y;
const BETWEEN = /(?:\s|\\[nrt]|[>|#*"',]|[+ -](?!-)){1,40}/y;
const HEADER = /[A-Z][A-Za-z-]{2,30}: [^\n\\]{1,120}/y;
const BODY = /[A-Za-z0-9+/=]{1,200}/y;
const SHORTEST_LINE = 16;
const BODY_CHARACTER = /[A-Za-z0-9+/=]/;
const BETWEEN_CHARACTER = /[\s\\>|#*"', +-]/;
const LONGEST_BETWEEN = 40;

/**
 * From the first line of a private key to its last, or to where it is cut off: walks line by line. A first
 * line alone is no key.
 */
export function downTheKey(text: string, { start, end: head }: Range): Range {
  let end = head;
  for (;;) {
    const at = end + take(BETWEEN, text, end);
    const last = take(END, text, at);
    const line = last > 0 ? 0 : take(HEADER, text, at) || bodyLine(text, at);
    if (line === 0) return { start, end: end === head ? start : last > 0 ? at + last : end };
    end = at + line;
  }
}

/** From the last line of a private key back to where it is cut off; nothing, where no line is before it. */
export function upTheKey(text: string, { start, end }: Range, floor: number): Range {
  let first = start;
  for (;;) {
    const bottom = back(text, first, Math.max(floor, first - LONGEST_BETWEEN), BETWEEN_CHARACTER);
    const top = back(text, bottom, floor, BODY_CHARACTER);
    // The last line of a body may be short.
    if (bottom - top < (first === start ? 1 : SHORTEST_LINE)) break;
    first = top;
  }
  return first === start || start - first < 2 * SHORTEST_LINE ? { start, end: start } : { start: first, end };
}

function back(text: string, from: number, floor: number, character: RegExp): number {
  let at = from;
  while (at > floor && character.test(text.charAt(at - 1))) at--;
  return at;
}

function bodyLine(text: string, at: number): number {
  const length = take(BODY, text, at);
  if (length >= SHORTEST_LINE || text[at + length - 1] === '=') return length;
  const next = at + length + take(BETWEEN, text, at + length);
  return take(END, text, next) > 0 ? length : 0;
}

function take(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
