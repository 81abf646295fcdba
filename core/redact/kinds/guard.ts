import type { Kind } from './kind.ts';

/**
 * Whether it is worth trying the expression of a kind where an anchor begins: false only where it cannot match. To try
 * one costs as much as a hundred characters, and hostile text is full of beginnings that nothing follows. Characters
 * above 255 have the code 0.
 */
export type Guard = (codes: Uint8Array, anchor: number) => boolean;

export function guardOf(kind: Kind, anchor: string): Guard | null {
  return kind.signWithin === undefined
    ? runGuard(kind.expression.source, anchor)
    : signGuard(longestOf(kind.anchors) + kind.signWithin);
}

const longestOf = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));

const SIGNS = new Uint8Array(256);
for (const sign of '=:,') SIGNS[sign.charCodeAt(0)] = 1;

/** Where a value has to be assigned behind a name. */
function signGuard(within: number): Guard {
  return (codes, anchor) => {
    const end = Math.min(codes.length, anchor + within + 1);
    for (let at = anchor; at < end; at++) if (SIGNS[codes[at] as number] !== 0) return true;
    return false;
  };
}

/** What an expression begins with, up to the first class with a count: `ghx_(?<secret>[a-z]{20,}`. */
const BEGINNING =
  /^(?<head>.*?)(?:\(\?<secret>)?(?<symbols>\[(?:[^\]\\]|\\.)+\]|\\[wd])\{(?<least>\d+)(?:,(?<most>\d+))?\}(?<rest>.*)$/;
/** What it ends with when a longer word is something else. */
const WORD_END = /^\(\?!(?<symbols>\[[^\]]+\])\)$/;
/** Classes that hold characters above 255. */
const WIDE = /^\[\^|\\[sSWDpP]|\\u/;

/** Where so many characters of one class follow the anchor in every match, and no more where the word has to end. */
function runGuard(source: string, anchor: string): Guard | null {
  const { head = '', symbols = '', least = '', most, rest = '' } = BEGINNING.exec(source)?.groups ?? {};
  if (symbols === '' || WIDE.test(symbols)) return null;
  if (bare(source.slice(head.length)).includes('|') || !isAll(head, anchor)) return null;
  const inClass = codesIn(symbols);
  const after = codesIn(WORD_END.exec(rest)?.groups?.['symbols'] ?? '[]');
  const isLast = inClass.every((is, code) => is === 0 || after[code] === 1);
  return runOf(
    inClass,
    anchor.length,
    Number(least),
    isLast ? Number(most ?? least) : Number.POSITIVE_INFINITY,
  );
}

function codesIn(symbols: string): Uint8Array {
  const holds = new RegExp(symbols);
  return Uint8Array.from({ length: 256 }, (_, code) => (holds.test(String.fromCharCode(code)) ? 1 : 0));
}

function runOf(inClass: Uint8Array, skip: number, least: number, most: number): Guard {
  // Where there is no most, nothing is looked at beyond the least.
  const beyond = most === Number.POSITIVE_INFINITY ? least : most + 1;
  return (codes, anchor) => {
    const start = anchor + skip;
    const end = Math.min(codes.length, start + beyond);
    let at = start;
    while (at < end && inClass[codes[at] as number] !== 0) at++;
    return at - start >= least && at - start <= most;
  };
}

/**
 * Whether a source says the anchor and, where it begins so, nothing longer: one that repeats or leaves out could.
 * A source that ends within a group is no expression.
 */
function isAll(source: string, anchor: string): boolean {
  if (/[?*+{]/.test(bare(source).replace(/\(\?<?[:=!]/g, ''))) return false;
  try {
    return new RegExp(`^(?:${source})$`).test(anchor);
  } catch {
    return false;
  }
}

/** A source without what stands for single characters. */
function bare(source: string): string {
  return source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
}
