import { nextEscape } from './next-escape.ts';
import { alphabetOf, BREAK } from './symbols.ts';

const SYMBOLS = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
const LEAST = 12;
/** No escape is longer, but for the backslashes that it begins with. */
const LONGEST = LEAST;
const SPACE = 32;

/**
 * The runs of base64 and hex that end or begin beside what looks like an escape: undoing it may take of such a run
 * what belongs to it, or add something. All others are the same when escapes are undone.
 */
export function besideEscapes(text: Uint8Array): Uint8Array {
  const runs: Uint8Array[] = [];
  let done = 0;
  const add = (place: number, floor: number): void => {
    let [start, end] = [place, place];
    while (start > floor && isSymbol(text, start - 1)) start--;
    while (end < text.length && isSymbol(text, end)) end++;
    if (end - start < LEAST) return;
    runs.push(text.subarray(start, end));
    done = end;
  };
  for (let at = nextEscape(text, 0); at < text.length; at = nextEscape(text, at + 1)) {
    if (at > done && isSymbol(text, at - 1)) add(at, done);
    // A run that begins within the escape, or right after it, goes on to here when it is long enough.
    const after = at + LONGEST;
    if (after >= done && after < text.length && isSymbol(text, after)) add(after, Math.max(done, at + 1));
  }
  return joined(runs);
}

function isSymbol(text: Uint8Array, at: number): boolean {
  return SYMBOLS[text[at] as number] !== BREAK;
}

function joined(runs: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(runs.reduce((sum, run) => sum + run.length + 1, 0));
  let end = 0;
  for (const run of runs) {
    out.set(run, end);
    end += run.length;
    out[end++] = SPACE;
  }
  return out;
}
