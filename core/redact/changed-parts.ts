import type { Range } from './kinds/kind.ts';

/** One word of a text: where it stands, and what is left of it without Markdown's marks at its edges. */
type Word = Range & { readonly key: string; readonly isMarked: boolean };

type Keyed = { readonly key: string };

/** Space beyond ASCII, and the first of it. */
const WIDE_SPACE = /\s/;
const FIRST_WIDE_SPACE = 0xa0;
const [SPACE, MARK, OF_LINE] = [1, 2, 4];
/** Of the first characters: which are space, which are marks, and what a word of OF_LINES begins with, one bit each. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return (
    (/\s/.test(character) ? SPACE : 0) |
    (/[*_~`|\\]/.test(character) ? MARK : 0) |
    (/[-*+>|#\d:`~]/.test(character) ? OF_LINE : 0)
  );
});
/** Marks beside no letter or digit, and the backslash before a sign: what only Markdown reads. */
const AT_EDGES = /(?<![A-Za-z0-9*_~`|])[*_~`|]+|[*_~`|]+(?![A-Za-z0-9*_~`|])|\\(?=[!-/:-@[-`{-~])/g;
const TICKS = /(?<![A-Za-z0-9])`+|`+(?![A-Za-z0-9])/g;
/** The first or the last of some words that are marked together. */
const ONE_SIDED = /^(?:[*_~]{1,3}[A-Za-z]+|[A-Za-z]+[*_~]{1,3})[.,:;!?)]?$/;
/** A word that is shorter or longer than this may be the half of a disguise, and has to be the same sign for sign. */
const SHORTEST = 3;
const LONGEST = 16;
/** What Markdown has at the start of lines, and between the cells of a table. */
const OF_LINES = /^(?:[-*+>|]|#{1,6}|\d{1,4}[.)]|\|?[-:|]*-[-:|]*|[`~]{3,}[A-Za-z0-9+-]{0,12})$/;
/** A sign of Morse code with a dot and a dash, which the marks beside it make another. */
const MORSE = /^(?=.{0,6}[.·•])(?=.{0,6}[-−–—_])[.\-·•−–—_]{2,7}$/;
/** So many words, or lines, may have been left out before the next that is still there. */
const MOST_LEFT_OUT = 60;
/** How much on either side of a change is looked at with it. */
export const AROUND = 1024;
/** The same for what is whole by itself. */
const NEAR = 64;
/** So many words in a row that are all marked may spell something by their first letters. */
const MOST_MARKED = 5;
/** A line of no more words, or characters, is short. */
const FEW_WORDS = 2;
const FEW_CHARACTERS = 24;
/** No word that is longer is read for marks: what a run of them costs grows with its square. */
const MOST_READ = 300;
/** What stands between the parts: nothing that is searched for reaches across it. */
const APART = '\n\n';
/** Stands between texts that were searched apart: what is around it in the text made of them counts as changed. */
export const JOINT = '\n\u0000\n';

/**
 * The parts of a text as it is read whose words do not stand in the same order in the Markdown that it was made of, with
 * what is around them; empty where only marks are gone. Words that may be parts of a disguise count as changed by that.
 */
export function changedParts(before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const ranges = shortLines(after);
  let next = 0;
  let bare = 0;
  now.forEach(({ start, end, key }, index) => {
    const found = old[next]?.key === key ? next : placeOf(now, index, old, next);
    if (found !== next || MORSE.test(key)) ranges.push({ start: start - AROUND, end: end + AROUND });
    if (found !== -1) next = found + 1;
    bare = found !== -1 && old[found]?.isMarked === true ? bare + 1 : 0;
    if (bare >= MOST_MARKED)
      ranges.push({ start: (now[index - bare + 1] as Word).start - NEAR, end: end + NEAR });
  });
  return stretchesOf(after, ranges);
}

/** Stretches of short lines: cells, items, and what a disguise is spelt down. */
function shortLines(text: string): Range[] {
  const found: Range[] = [];
  let start = 0;
  let count = 0;
  let at = 0;
  const close = (): void => {
    if (count > 1) found.push({ start: start - NEAR, end: at + NEAR });
    count = 0;
  };
  for (const line of text.split('\n')) {
    if (!isShort(line)) close();
    else if (count++ === 0) start = at;
    at += line.length + 1;
  }
  close();
  return found;
}

function isShort(line: string): boolean {
  return line.length <= FEW_CHARACTERS || line.trim().split(/\s+/, FEW_WORDS + 1).length <= FEW_WORDS;
}

/** The stretches of a text in these ranges, which may overlap and reach beyond it, apart from one another. */
export function stretchesOf(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let done = 0;
  let from = 0;
  for (const { start, end } of ranges.toSorted((left, right) => left.start - right.start)) {
    if (start > done) {
      parts.push(text.slice(from, done));
      from = start;
    }
    done = Math.max(done, end);
  }
  parts.push(text.slice(from, done));
  return parts.filter((part) => part !== '').join(APART);
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < text.length;) {
    const start = at;
    const first = classesAt(text, at);
    let seen = 0;
    for (let here = first; (here & SPACE) === 0; here = at < text.length ? classesAt(text, at) : SPACE) {
      seen |= here;
      at++;
    }
    if (at === start) {
      at++;
      continue;
    }
    const word = text.slice(start, at);
    const isRead = word.length <= MOST_READ;
    if (isRead && (first & OF_LINE) !== 0 && OF_LINES.test(word)) continue;
    const key = isRead && (seen & MARK) !== 0 ? keyOf(word) : word;
    words.push({ start, end: at, key, isMarked: key !== word });
  }
  return words;
}

function classesAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < CLASSES.length) return CLASSES[code] as number;
  return code >= FIRST_WIDE_SPACE && WIDE_SPACE.test(text.charAt(at)) ? SPACE : 0;
}

function keyOf(word: string): string {
  const plain = word.replace(AT_EDGES, '');
  if (plain.length < SHORTEST) return ONE_SIDED.test(word) ? plain : word;
  if (plain.length < LONGEST) return plain;
  // Nothing reads the marks of code as part of a long word.
  return plain.length >= LONGEST && word.replace(TICKS, '') === plain ? plain : word;
}

/** Where a word or line and the one after it stand next; one alone stands everywhere. */
export function placeOf(now: readonly Keyed[], index: number, old: readonly Keyed[], from: number): number {
  const [key, following] = [now[index]?.key, now[index + 1]?.key];
  const last = Math.min(old.length, from + MOST_LEFT_OUT);
  for (let at = from; at < last; at++) if (old[at]?.key === key && old[at + 1]?.key === following) return at;
  return -1;
}
