import type { Range } from './kinds/kind.ts';
import { AROUND, placeOf, stretchesOf } from './changed-parts.ts';

/** Between the head of a table and its rows; Markdown writes it in more than one way. */
const DELIMITER_ROW =
  /^[ \t]{0,3}\|?(?:[ \t]{0,100}:?-{1,100}:?[ \t]{0,100}\|){1,100}(?:[ \t]{0,100}:?-{1,100}:?)?[ \t]{0,100}$/;
const LONGEST_ROW = 300;

/**
 * The parts of a text whose lines do not stand, sign for sign and in the same order, in the one that it was made of, with
 * what is around them; empty where every line does and none is missing.
 */
export function changedLines(before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [linesOf(before), linesOf(after)];
  const ranges: Range[] = [];
  let next = 0;
  let start = 0;
  now.forEach((line, index) => {
    const end = start + line.text.length;
    const found = old[next]?.key === line.key ? next : placeOf(now, index, old, next);
    // What was left out before it lets what is around come together.
    if (found !== next) ranges.push({ start: start - AROUND, end: end + AROUND });
    if (found !== -1) next = found + 1;
    start = end + 1;
  });
  if (next < old.length) ranges.push({ start: after.length - AROUND, end: after.length });
  return stretchesOf(after, ranges);
}

type Line = { readonly text: string; readonly key: string };

function linesOf(text: string): Line[] {
  return text.split('\n').map((line) => ({ text: line, key: isDelimiterRow(line) ? columnsOf(line) : line }));
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
