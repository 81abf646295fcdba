import type { Table } from './gram-table.ts';

const LEAST_STEP = 2;
/** Memory is read in lines of 64 bytes: words that are farther apart are looked at no faster. */
const MOST_STEP = 16;
const WORD = 4;

/**
 * How many words of a text are passed over for each that is looked at, with grams of one word: as many as let no match
 * slip through, however it lies. At least two, for which patterns are made long enough.
 */
export function widestStep(table: Table): number {
  const shortest = table.patterns.reduce((least, pattern) => Math.min(least, pattern.least), Infinity);
  for (let step = Math.min(MOST_STEP, (shortest - WORD + 1) >> 2); step > LEAST_STEP; step--)
    if (table.patterns.every((_, number) => isMet(table, number, step * WORD))) return step;
  return LEAST_STEP;
}

/** Whether each match of a pattern holds a gram that was entered at one of the places so many bytes apart. */
function isMet({ patterns, starts, left }: Table, number: number, distance: number): boolean {
  const first = starts[number] as number;
  const last = (starts[number + 1] as number) - WORD;
  const least = patterns[number]?.least ?? 0;
  // The next entered place at such a distance, or beyond the pattern.
  const met = new Int32Array(last - first + 1 + distance).fill(last + 1);
  for (let at = last; at >= first; at--)
    met[at - first] = left[at] === 0 ? at : (met[at - first + distance] as number);
  for (let start = 0; start + least <= last - first + WORD; start++)
    for (let phase = start; phase < start + distance; phase++)
      if ((met[phase] as number) > first + start + least - WORD) return false;
  return true;
}
