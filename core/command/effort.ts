/**
 * About how long the Markdown parser takes for a text, in hundredths of a millisecond, told from its signs alone. Lines
 * that may be items, quotes, tables or notes take it many times as long as lines of words, and each level of them
 * again, and so does each cell of a row; white space at the end of a line is parted from it at some cost; an opening
 * sign within a line lets it look for its end to the end of the text, that of an instruction or a declaration four times as long.
 */
export function effort(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + effortOfLine(line), 0);
  const far = text.match(/<[?!]/g)?.length ?? 0;
  const signs = (text.match(/[`[<\]]/g)?.length ?? 0) + 3 * far;
  const cells = (text.match(/\|/g)?.length ?? 0) * CELL;
  return 8 + cells + text.length / 64 + lines + (signs * text.length) / 4096;
}

function effortOfLine(line: string): number {
  const prefix = /^[ \t>+*.)\d-]*/.exec(line)?.[0].length ?? 0;
  if (/^[ \t]*(?:[-+*>|=:_#<[`~]|\d)|\|/.test(line)) return 6 + 2 * Math.min(prefix, MOST_COUNTED);
  return /[ \t]$/.test(line) ? 5 : 1;
}

/** A row of a table takes as long as it has cells. */
const CELL = 1.5;

/** A prefix that is longer than this is refused for its depth. */
const MOST_COUNTED = 24;
