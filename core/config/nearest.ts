/** Names longer than this are compared by their beginning: a hint is not worth more work. */
const longest = 64;

/**
 * The candidate that differs least from `typed`, or undefined when none is close: at most two edits
 * (insertion, deletion, substitution, swap of neighbours), and fewer than half of the letters.
 */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const word = typed.slice(0, longest).toLowerCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word, candidate.slice(0, longest).toLowerCase());
    const close = edits <= 2 && edits * 2 < Math.max(word.length, candidate.length);
    if (close && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** ` (did you mean \`x\`?)`, or nothing: to be put after a name in a sentence. */
export function didYouMean(typed: string, candidates: readonly string[]): string {
  const candidate = nearest(typed, candidates);
  return candidate === undefined ? '' : ` (did you mean \`${candidate}\`?)`;
}

/** Damerau-Levenshtein distance (optimal string alignment): the number of edits that turn `a` into `b`. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(substitution, at(last, j) + 1, at(row, j - 1) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, at(beforeLast, j - 2) + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
