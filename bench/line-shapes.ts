/** A line of bash of at most `size` characters, of a kind that is costly to a careless reader. */
export type HostileLine = (size: number) => string;

/** `unit` as often as it fits, between `before` and `after`. */
export function repeat(unit: string, before = '', after = ''): HostileLine {
  return (size) =>
    before +
    unit.repeat(Math.max(1, Math.floor((size - before.length - after.length) / unit.length))) +
    after;
}

/** `open` and `close` around each other as often as they fit. */
export function nest(open: string, close: string, inner = 'ls', before = ''): HostileLine {
  return (size) => {
    const depth = Math.floor((size - inner.length - before.length) / (open.length + close.length));
    return before + open.repeat(depth) + inner + close.repeat(depth);
  };
}

/** A line as the code of another, quoted anew each time, until it is too long. */
export function quoteAgain(wrap: (inner: string) => string, inner = 'ls'): HostileLine {
  return (size) => {
    let line = inner;
    for (let next = wrap(line); next.length <= size; next = wrap(line)) line = next;
    return line;
  };
}

/** Few levels around so much text that the line has its size: what is read again on each level is long. */
export function filled(
  open: string,
  close: string,
  levels: number,
  unit = 'a ',
  before = 'ls ',
): HostileLine {
  return (size) => {
    const room = size - before.length - levels * (open.length + close.length);
    const units = Math.max(1, Math.floor(room / unit.length));
    return `${before}${open.repeat(levels)}${unit.repeat(units)}${close.repeat(levels)}`;
  };
}
