/** `RIGHT` is the file after the change (added and unchanged lines), `LEFT` the one before it (deleted lines). */
export type Side = 'LEFT' | 'RIGHT';

/** A line of a diff. Lines count from 1, in the file of their side. */
export type DiffLine = { path: string; side: Side; line: number };

/** Where a line stands: in which hunk of its file, and how far down in it. */
type Spot = { hunk: number; at: number };

/** The lines of a diff that can be commented on, by path and then by side and line. */
export type DiffLines = ReadonlyMap<string, ReadonlyMap<string, Spot>>;

/**
 * Reads a unified diff as `git diff` prints it (with the prefixes `a/` and `b/`) into the lines that a review may
 * name: deleted ones on the left, added and unchanged ones on the right, under the path that the file has after the
 * change, or had before it was deleted. Lengths come from the heads of hunks, so that no line of a file passes for
 * a head. Files without hunks (binary, renamed only, combined) have no lines. Never throws.
 */
export function readDiffLines(diff: string): DiffLines {
  const files = new Map<string, Map<string, Spot>>();
  const reader: Reader = {
    files,
    left: 0,
    right: 0,
    leftEnd: 0,
    rightEnd: 0,
    before: null,
    spots: null,
    hunk: 0,
    at: 0,
  };
  for (const line of diff.split('\n')) {
    if (isInHunk(reader)) readHunkLine(reader, line);
    else readHead(reader, line);
  }
  return files;
}

/** Whether a diff has a line. */
export function hasLine(lines: DiffLines, { path, side, line }: DiffLine): boolean {
  return spotOf(lines, path, side, line) !== undefined;
}

/** Whether two lines of a diff begin and end a range: both are there, in one hunk, the first above the last. */
export function isRange(lines: DiffLines, first: DiffLine, last: DiffLine): boolean {
  const from = spotOf(lines, first.path, first.side, first.line);
  const to = spotOf(lines, last.path, last.side, last.line);
  return (
    first.path === last.path &&
    from !== undefined &&
    to !== undefined &&
    from.hunk === to.hunk &&
    from.at < to.at
  );
}

/** Where a comment stands: at a line, or at a range that begins with `first`. */
export type DiffPlace = { readonly first: DiffLine | null; readonly last: DiffLine };

/** Whether a comment can stand there. */
export function hasPlace(lines: DiffLines, { first, last }: DiffPlace): boolean {
  return first === null ? hasLine(lines, last) : isRange(lines, first, last);
}

const MOST_RANGES = 12;

/** The lines of one side of a file, as `3-9, 14`; an empty text when it has none. At most twelve ranges. */
export function rangesOf(lines: DiffLines, path: string, side: Side): string {
  const numbers = [...(lines.get(path)?.keys() ?? [])]
    .filter((key) => key.startsWith(side))
    .map((key) => Number(key.slice(side.length)))
    .toSorted((one, other) => one - other);
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const shown = ranges.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return [...shown, ...(ranges.length > MOST_RANGES ? ['…'] : [])].join(', ');
}

type Reader = {
  files: Map<string, Map<string, Spot>>;
  /** The next line of each side, and the first one behind the hunk. */
  left: number;
  right: number;
  leftEnd: number;
  rightEnd: number;
  /** The path that the file had before, by its `---` line. */
  before: string | null;
  /** The lines of the file that is read; null between files. */
  spots: Map<string, Spot> | null;
  hunk: number;
  at: number;
};

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

function isInHunk({ left, right, leftEnd, rightEnd }: Reader): boolean {
  return left < leftEnd || right < rightEnd;
}

function readHunkLine(reader: Reader, line: string): void {
  // Tells of the line before it that no line feed follows.
  if (line.startsWith('\\')) return;
  if (line.startsWith('-') && reader.left < reader.leftEnd) return add(reader, 'LEFT', reader.left++);
  if (line.startsWith('+') && reader.right < reader.rightEnd) return add(reader, 'RIGHT', reader.right++);
  if (line.startsWith(' ') && reader.left < reader.leftEnd && reader.right < reader.rightEnd) {
    reader.left += 1;
    return add(reader, 'RIGHT', reader.right++);
  }
  // No hunk goes on like this: what was promised of it is not there.
  reader.leftEnd = reader.left;
  reader.rightEnd = reader.right;
  readHead(reader, line);
}

function add(reader: Reader, side: Side, line: number): void {
  reader.spots?.set(`${side}${line}`, { hunk: reader.hunk, at: reader.at++ });
}

function readHead(reader: Reader, line: string): void {
  if (line.startsWith('diff ')) {
    reader.spots = null;
    reader.before = null;
  } else if (line.startsWith('--- ')) reader.before = pathIn(line.slice(4), 'a/');
  else if (line.startsWith('+++ ')) {
    const path = pathIn(line.slice(4), 'b/') ?? reader.before;
    reader.spots = path === null ? null : (reader.files.get(path) ?? new Map<string, Spot>());
    if (path !== null && reader.spots !== null) reader.files.set(path, reader.spots);
  } else readHunkHead(reader, line);
}

function readHunkHead(reader: Reader, line: string): void {
  const [, left, leftCount = '1', right, rightCount = '1'] = HUNK.exec(line) ?? [];
  if (left === undefined || right === undefined) return;
  reader.left = Number(left);
  reader.right = Number(right);
  reader.leftEnd = reader.left + Number(leftCount);
  reader.rightEnd = reader.right + Number(rightCount);
  reader.hunk += 1;
  reader.at = 0;
}

/** The path of a `---` or `+++` line; null for `/dev/null` and for what is not written as git does. */
function pathIn(written: string, prefix: string): string | null {
  // A tab follows a name with spaces in it.
  const name = written.startsWith('"') ? unquoted(written) : written.replace(/\t$/, '');
  return name?.startsWith(prefix) === true ? name.slice(prefix.length) : null;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** A name as git quotes it: C escapes, bytes beyond ASCII in octal digits. Null when it is not UTF-8. */
function unquoted(written: string): string | null {
  const [, inner] = /^"((?:[^"\\]|\\.)*)"\t?$/s.exec(written) ?? [];
  if (inner === undefined) return null;
  const percent = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;
  const encoded = inner.replace(/\\([0-7]{3}|.)|[^\\]+/gs, (whole, escape: string | undefined) => {
    if (escape === undefined) return encodeURIComponent(whole.toWellFormed());
    return percent(ESCAPES[escape] ?? Number.parseInt(escape, 8) & 0xff);
  });
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

function spotOf(lines: DiffLines, path: string, side: Side, line: number): Spot | undefined {
  return lines.get(path)?.get(`${side}${line}`);
}
