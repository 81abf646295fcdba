/** Where something stands, for people: both count from 1, columns in characters of UTF-8. */
export type Place = { readonly line: number; readonly column: number };

/** Places in a stream of blocks that overlap: each begins within the one before it, or right behind it. */
export type LinePlaces = {
  /** Takes the next block, which begins at `at`. */
  readonly advance: (block: Uint8Array, at: number) => void;
  /** The place of a byte of this block; cheapest from left to right. */
  readonly of: (at: number) => Place;
};

const LINE_FEED = 10;

/** Counts the lines of a stream; remembers one block. */
export function makeLinePlaces(): LinePlaces {
  let block = new Uint8Array(0);
  let first = 0;
  let start: Place = { line: 1, column: 1 };
  let last = { at: 0, place: start };
  const of = (at: number): Place => {
    if (at < last.at) last = { at: first, place: start };
    last = { at, place: after(last.place, block.subarray(last.at - first, at - first)) };
    return last.place;
  };
  return {
    advance(next, at) {
      start = of(at);
      block = next.slice();
      first = at;
      last = { at, place: start };
    },
    of,
  };
}

function after({ line, column }: Place, bytes: Uint8Array): Place {
  let lines = line;
  let columns = column;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    lines += 1;
    columns = 1;
    start = end + 1;
  }
  for (let at = start; at < bytes.length; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) columns += 1;
  return { line: lines, column: columns };
}
