import type { Range } from './kinds/kind.ts';
import { AROUND, placeOf, stretchesOf } from './changed-parts.ts';

/** Between the head of a table and its rows; Markdown writes it in more than one way. */
const DELIMITER_ROW =
  /^[ \t]{0,3}\|?(?:[ \t]{0,100}:?-{1,100}:?[ \t]{0,100}\|){1,100}(?:[ \t]{0,100}:?-{1,100}:?)?[ \t]{0,100}$/;
const LONGEST_ROW = 300;

/** What is written into a line so that it reads as it came: a quote's marks, a backslash before a sign, the marks of code. */
const WRITTEN_IN = /^[> ]{1,200}|\\(?=[!-/:-@[-`{-~])|`/g;

/**
 * The parts of a text whose lines do not stand, sign for sign and in the same order, in the one that it was made of, with
 * what is around them; empty where every line does and none is missing. A line with nothing but such marks written into
 * it is the same: no search sees more with them.
 */
export function changedLines(before: string, after: string): string {
  if (before === after) return '';
  const old = before.split('\n').map(keyOf);
  const came = new Set(old);
  const lines = after.split('\n');
  const now = lines.map((line) => asItCame(line, came));
  const ranges: Range[] = [];
  let next = 0;
  let start = 0;
  lines.forEach((line, index) => {
    const end = start + line.length;
    const found = old[next] === now[index] ? next : placeOf(now, index, old, next);
    // What was left out before it lets what is around come together.
    if (found !== next) ranges.push({ start: start - AROUND, end: end + AROUND });
    if (found !== -1) next = found + 1;
    start = end + 1;
  });
  if (next < old.length) ranges.push({ start: after.length - AROUND, end: after.length });
  return stretchesOf(after, ranges);
}

/** What two lines that say the same have in common. */
function keyOf(line: string): string {
  return isDelimiterRow(line) ? columnsOf(line) : line;
}

/** The same, of a line that came without the marks that are written into it, as it came. */
function asItCame(line: string, came: ReadonlySet<string>): string {
  const key = keyOf(line);
  if (came.has(key)) return key;
  const plain = line.replace(WRITTEN_IN, '');
  return came.has(plain) ? plain : key;
}

function isDelimiterRow(line: string): boolean {
  return line.length <= LONGEST_ROW && line.includes('-') && DELIMITER_ROW.test(line);
}

/** The row without what says nothing: which of its columns stand left, right or in the middle. */
function columnsOf(row: string): string {
  return row
    .replace(/[ \t]/g, '')
    .replace(/^\||\|$/g, '')
    .replace(/-+/g, '-');
}
