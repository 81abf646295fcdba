import type { Detector, Range } from '../detector.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const END = /-{1,5}END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const BETWEEN = /(?:\s|\\[nrt]|[>|#*"',]|[+ -](?!-)){1,40}/y;
const HEADER = /[A-Z][A-Za-z-]{2,30}: [^\n\\]{1,120}/y;
const BODY = /[A-Za-z0-9+/=]{1,200}/y;
const SHORTEST_LINE = 16;

/** Private keys in PEM: whole, cut off, with `\n` written out, quoted, or as lines of a diff. */
export const privateKey: Detector = {
  kind: 'private-key',
  confidence: 'certain',
  anchors: ['-----BEGIN '],
  at: (text, anchor) => {
    const head = take(BEGIN, text, anchor);
    return head === 0 ? [] : [keyFrom(text, anchor, anchor + head)];
  },
};

/** Walks line by line; every character looked at becomes part of the range, so this is linear. */
function keyFrom(text: string, start: number, body: number): Range {
  let end = body;
  for (;;) {
    const at = end + take(BETWEEN, text, end);
    const last = take(END, text, at);
    if (last > 0) return { start, end: at + last };
    const line = take(HEADER, text, at) || bodyLine(text, at);
    if (line === 0) return { start, end };
    end = at + line;
  }
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
