import { findPreciseShapes, findShapes } from './kinds/shapes.ts';
import type { Range } from './kinds/kind.ts';
import { binaryString, concat, utf8 } from './known/bytes.ts';
import { explore } from './known/explore.ts';
import type { Inflate } from './known/inflated.ts';
import type { Known } from './known/known.ts';
import type { Effort } from './known/look.ts';
import type { Value } from './known/values.ts';

/** One hit in the text as it stands. */
export type Finding = Range & {
  readonly kind: string;
  readonly canary: boolean;
  /** It looks like a secret; nobody knows it as one. */
  readonly guess?: true;
};

/** Whether a text that looks like a secret is known to be none. Never asked about known values. */
export type Allows = (text: string) => boolean;

/** What shows plainly: known values, stretches of them, and token shapes. */
export function findPlain(text: string, known: Known, allows?: Allows): Finding[] {
  const bytes = utf8(text);
  // In a text of ASCII the bytes are the codes of its characters, and their places the same.
  const isAscii = bytes.length === text.length;
  const found = isAscii ? findShapes(text, bytes) : findShapes(text);
  const shapes = found.map((shape) => ({ ...shape, canary: false, guess: true as const }));
  const values = findKnown(bytes, known);
  return [...(isAscii ? values : inCharacters(text, values)), ...notAllowed(shapes, text, allows)];
}

/** Findings in a text but for those that are allowed. */
export function notAllowed<Found extends Range>(
  found: readonly Found[],
  text: string,
  allows?: Allows,
): readonly Found[] {
  return allows === undefined ? found : found.filter(({ start, end }) => !allows(text.slice(start, end)));
}

/** Known values in bytes as they stand, and stretches of them. */
export function findKnown(bytes: Uint8Array, known: Known): Finding[] {
  const found: Finding[] = [];
  known.raw.scan(bytes, (start, end, { owner }) => {
    const { name, canary } = known.values[owner] as Value;
    found.push({ start, end, kind: name, canary });
  });
  return found;
}

/** Findings by byte as findings by UTF-16 unit; a stretch that begins inside a character takes all of it. */
function inCharacters(text: string, found: readonly Finding[]): Finding[] {
  const places = [...new Set(found.flatMap(({ start, end }) => [start, end]))].sort(
    (left, right) => left - right,
  );
  const units = new Map<number, number>();
  let byte = 0;
  let unit = 0;
  for (const place of places) {
    while (byte < place && unit < text.length) {
      const point = text.codePointAt(unit) ?? 0;
      byte += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      unit += point < 0x10000 ? 1 : 2;
    }
    units.set(place, unit);
  }
  return found.map((finding) => ({
    ...finding,
    start: units.get(finding.start) ?? 0,
    end: units.get(finding.end) ?? text.length,
  }));
}

/** Replaces every finding by `[redacted: kind]`, keeping nothing of it; overlaps become one mask. */
export function mask(
  text: string,
  findings: readonly Finding[],
): { text: string; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  let out = '';
  let at = 0;
  for (const { start, end, kind } of merged(findings)) {
    out += `${text.slice(at, start)}[redacted: ${kind}]`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    at = end;
  }
  return { text: out + text.slice(at), counts };
}

/** The same over the bytes before `end`, with findings already merged; one that ends after it is left out. */
export function maskBytes(bytes: Uint8Array, findings: readonly Finding[], end: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const finding of findings) {
    if (finding.end > end) continue;
    parts.push(bytes.subarray(at, finding.start), maskOf(finding));
    at = finding.end;
  }
  parts.push(bytes.subarray(at, end));
  return concat(parts);
}

/** What stands in bytes instead of a finding. */
export function maskOf({ kind }: Finding): Uint8Array {
  return utf8(`[redacted: ${kind}]`);
}

/** How a text is searched: how far, and with which codecs. */
export type SearchOptions = {
  readonly effort?: Effort;
  readonly inflate?: Inflate | undefined;
  readonly allows?: Allows | undefined;
  /** Whether the text is part of a long one, and is looked at no closer than all of that was. */
  readonly isPart?: boolean;
  /** Whether what shows plainly in the text is looked for by itself: here only what comes out of it is then. */
  readonly isLookedAt?: boolean;
};

/** Longer texts are searched in parts that overlap, so that a search never needs more memory. */
const PART = 512 * 1024;
const OVERLAP = 16 * 1024;
/** The name of what could not be searched to its end. */
export const TOO_DEEP = 'gate-budget';

/**
 * Kinds that show in a text only after a disguise is undone, TOO_DEEP where a budget ended the search.
 * Give it text that is already masked.
 */
export function findDisguised(text: string, known: Known, options: SearchOptions = {}): string[] {
  const bytes = utf8(text);
  const kinds = new Set<string>();
  const onText = (inner: Uint8Array, part: Uint8Array) => {
    if (inner === part && options.isLookedAt === true) return;
    const shapes = findPreciseShapes(inner);
    if (shapes.length === 0) return;
    for (const { kind } of notAllowed(shapes, binaryString(inner), options.allows)) kinds.add(kind);
  };
  for (let start = 0; start === 0 || start + OVERLAP < bytes.length; start += PART - OVERLAP) {
    const part = bytes.subarray(start, start + PART);
    const found = explore(part, {
      known,
      effort: options.effort ?? 'posted',
      inflate: options.inflate,
      isPart: options.isPart ?? false,
      onText: (inner) => onText(inner, part),
    });
    for (const owner of found.owners) kinds.add((known.values[owner] as Value).name);
    if (found.exhausted) kinds.add(TOO_DEEP);
  }
  return [...kinds];
}

/** Sorted and without overlaps; the kind of the widest finding names the mask. */
export function merged(findings: readonly Finding[]): Finding[] {
  const result: Finding[] = [];
  const sorted = [...findings].sort((left, right) => left.start - right.start || right.end - left.end);
  for (const finding of sorted) {
    const last = result.at(-1);
    if (!last || finding.start >= last.end) {
      result.push(finding);
      continue;
    }
    const wider = finding.end - finding.start > last.end - last.start ? finding : last;
    result[result.length - 1] = { ...wider, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return result;
}
