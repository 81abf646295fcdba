import type { Inflate } from './known/inflated.ts';
import type { Known } from './known/known.ts';
import { explore } from './known/explore.ts';
import type { Range } from './kinds/kind.ts';
import { locate } from './locate.ts';
import { findKnown, merged, TOO_DEEP, type Finding } from './scan.ts';
import { seenThrough } from './seen-through.ts';

/** One finding, for people: what it is, how it was seen, and whether it keeps back the text it stands in. */
export type Inspected = Finding & {
  readonly seen: string;
  /** A value that was given by name: its digest could be guessed from. */
  readonly isKnown: boolean;
  readonly withholds: boolean;
};

export const IN_PLAIN_SIGHT = 'in plain sight';
/** A block that is disguised secrets all over is told of by its first ones. */
const MOST_DISGUISED = 40;
const FILLER = '[redacted]';

/** What `redactStream` would mask or withhold in a block, given the secrets by shape in it. */
export function inspectBlock(
  block: Uint8Array,
  shapes: readonly Finding[],
  known: Known,
  inflate?: Inflate,
): Inspected[] {
  const byName = findKnown(block, known);
  const plain = merged([...shapes, ...byName]).map((finding) => ({
    ...finding,
    seen: IN_PLAIN_SIGHT,
    isKnown: byName.some(({ start, end }) => start < finding.end && end > finding.start),
    withholds: finding.canary,
  }));
  if (known.values.length === 0) return plain;
  return [...plain, ...disguised(masked(block, plain), known, inflate)].toSorted(
    (left, right) => left.start - right.start,
  );
}

function disguised(block: Uint8Array, known: Known, inflate: Inflate | undefined): Inspected[] {
  const look = (part: Uint8Array) =>
    explore(part, { known, effort: 'stream', inflate, onText() {} })
      .owners.values()
      .next().value;
  const found: Inspected[] = [];
  for (let rest = block; found.length < MOST_DISGUISED; rest = masked(rest, found)) {
    const { owners, exhausted } = explore(rest, { known, effort: 'stream', inflate, onText() {} });
    const range = owners.size === 0 ? null : locate(rest, (part) => look(part) !== undefined);
    if (range === null && !exhausted) break;
    if (range === null) return [...found, { ...unread(block), kind: TOO_DEEP }];
    const part = rest.slice(range.start, range.end);
    const kind = known.values[look(part) ?? -1]?.name ?? '';
    found.push({ ...unread(block), ...range, kind, seen: `after ${seenThrough(part, known, inflate)}` });
  }
  return found;
}

/** What stands for a block that could not be searched to its end. */
function unread(block: Uint8Array): Inspected {
  const range: Range = { start: 0, end: block.length };
  return {
    ...range,
    kind: TOO_DEEP,
    canary: false,
    seen: 'in too many layers',
    isKnown: true,
    withholds: true,
  };
}

/** The block with stretches made unreadable, and every other byte where it was. */
function masked(block: Uint8Array, found: readonly Range[]): Uint8Array {
  const out = block.slice();
  for (const { start, end } of found)
    for (let at = start; at < end; at++) out[at] = FILLER.charCodeAt((at - start) % FILLER.length);
  return out;
}
