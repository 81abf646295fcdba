/**
 * Whether a path below the workspace fits a pattern of `Read(…)`, `Edit(…)` and their like: `**` stands for any
 * folders, `*` and `?` for characters within one name, everything else for itself. A pattern without a slash fits the
 * name anywhere; one that ends in a slash, all that is below.
 */
export function fitsPath(pattern: string, path: string): boolean {
  return fits(partsOf(pattern), path.split('/').filter(Boolean), fitsName);
}

/**
 * Whether every path that fits one pattern fits the other, too; `*` alone stands for every path. It errs on the side
 * of no: `src/a*b` is not seen to be within `src/a*`.
 */
export function coversPath(outer: string, inner: string): boolean {
  return outer === '*' || fits(partsOf(outer), partsOf(inner), coversName);
}

/** Whether a pattern of paths is written in the one way that leads nowhere else: no `..`, no back-slash, nothing empty. */
export function isPlainPath(pattern: string): boolean {
  return !pattern.includes('\\') && pattern.split('/').every((part) => !/^\.{0,2}$/.test(part));
}

function partsOf(pattern: string): string[] {
  const plain = pattern.replace(/^\.?\//, '');
  const whole = plain.endsWith('/') ? `${plain}**` : plain;
  return (whole.includes('/') ? whole : `**/${whole}`).split('/');
}

/** Whether a pattern of a list that refuses closes a path, in whatever case. `*` is about the tool, not about a path. */
export function closesPath(pattern: string, path: string): boolean {
  return pattern !== '*' && (fitsPath(pattern, path) || fitsPath(pattern.toLowerCase(), path.toLowerCase()));
}

/** Folder by folder; each step of `**` is tried once a place, so that time stays within pattern times path. */
function fits(
  pattern: readonly string[],
  path: readonly string[],
  fitsPart: (pattern: string, name: string) => boolean,
): boolean {
  let open = new Set([0]);
  const closure = (from: Set<number>) => {
    for (const at of from) if (pattern[at] === '**') from.add(at + 1);
    return from;
  };
  open = closure(open);
  for (const name of path) {
    const next = new Set<number>();
    for (const at of open) {
      const part = pattern[at];
      if (part === '**') next.add(at);
      else if (part !== undefined && fitsPart(part, name)) next.add(at + 1);
    }
    open = closure(next);
  }
  return open.has(pattern.length);
}

/** Whether one part of a pattern stands for all that another one does. Only `**` stands for `**`. */
function coversName(outer: string, inner: string): boolean {
  if (inner === '**') return false;
  return outer === inner || outer === '*' || (!/[*?]/.test(inner) && fitsName(outer, inner));
}

function fitsName(pattern: string, name: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === '?' || (pattern[at] !== '*' && pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (pattern[at] === '*') {
      star = at;
      mark = index;
      at += 1;
    } else if (star !== -1) {
      at = star + 1;
      mark += 1;
      index = mark;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
