/** A stretch of text: `end` is exclusive. */
export type Range = { readonly start: number; readonly end: number };

/**
 * Recognises one kind of token by its public shape. `at` is called where an anchor was found; it must
 * cost no more than a constant, or no more than what it returns as ranges.
 */
export type Detector = {
  /** Shown in the mask: `[redacted: github-token]`. */
  readonly kind: string;
  /** `certain`: the shape is the vendor's own. `likely`: the surroundings make it a secret. */
  readonly confidence: 'certain' | 'likely';
  /** Literal text that every token of this kind holds. */
  readonly anchors: readonly string[];
  readonly at: (text: string, anchor: number) => readonly Range[];
};

/** Recogniser from a sticky regular expression (flags `y` or `yd`), masking group `secret` where it has one. */
export function shape(pattern: RegExp, before = 0): Detector['at'] {
  if (!pattern.sticky) throw new TypeError(`${pattern.source} must be sticky`);
  return (text, anchor) => {
    pattern.lastIndex = Math.max(0, anchor - before);
    const match = pattern.exec(text);
    if (!match) return [];
    const [start, end] = match.indices?.groups?.['secret'] ?? [match.index, match.index + match[0].length];
    return [{ start, end }];
  };
}

/** Where a detector fires in a text, in order and without overlaps. */
export function findAll(detector: Detector, text: string): Range[] {
  return detector.anchors.flatMap((anchor) => findFrom(detector, anchor, text));
}

function findFrom(detector: Detector, anchor: string, text: string): Range[] {
  const found: Range[] = [];
  let at = text.indexOf(anchor);
  while (at !== -1) {
    const ranges = detector.at(text, at);
    found.push(...ranges);
    const end = ranges.reduce((latest, range) => Math.max(latest, range.end), at + anchor.length);
    at = text.indexOf(anchor, end);
  }
  return found;
}
