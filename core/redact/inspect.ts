import { inspectBlock, type Inspected } from './inspect-block.ts';
import type { Inflate } from './known/inflated.ts';
import { makeLinePlaces, type Place } from './line-places.ts';
import { needlesOf, type NamedValues } from './needles.ts';
import { streamShapes } from './stream-shapes.ts';
import { redactStream } from './stream.ts';

/** A finding with its place in the whole stream. `sha256` is that of its bytes; none for a value given by name. */
export type Told = Place & {
  readonly byte: number;
  readonly kind: string;
  readonly seen: string;
  readonly withholds: boolean;
  readonly sha256: string | null;
};

/** Tells what is found in a stream and lets nothing of it out. */
export type Inspection = {
  readonly push: (chunk: Uint8Array) => void;
  /** Returns how many findings there were. */
  readonly end: () => number;
};

export type InspectionOptions = {
  readonly inflate?: Inflate;
  readonly digest: (bytes: Uint8Array) => string;
  readonly onFinding: (told: Told) => void;
};

type Pending = Told & { readonly end: number };

/** Parts of one disguised value that stand as close as this are one finding. */
const CLOSE = 16;

/** Finds what `redactStream` with shapes would mask or withhold, and goes on where that would end. */
export function inspectStream(secrets: NamedValues, options: InspectionOptions): Inspection {
  const known = needlesOf(secrets);
  const shapes = streamShapes();
  const places = makeLinePlaces();
  let pending: readonly Pending[] = [];
  let last: Pending | null = null;
  let count = 0;

  const tell = (finding: Pending): void => {
    const isMore = last !== null && isPartOf(last, finding);
    last = finding;
    if (isMore) return;
    count += 1;
    const { end: _end, ...told } = finding;
    options.onFinding(told);
  };
  const toTell = (block: Uint8Array, at: number, finding: Inspected): Pending => {
    const { start, end, kind, seen, withholds, isKnown } = finding;
    const byte = at + start;
    // What filled the block before is the same finding still, and too long to be a value anybody allows.
    const begun = start > 0 ? undefined : pending.find((one) => one.byte < at && one.end > at);
    if (begun !== undefined) return { ...begun, end: at + end, sha256: null };
    const sha256 = isKnown ? null : options.digest(block.slice(start, end));
    return { ...places.of(byte), byte, end: at + end, kind, seen, withholds, sha256 };
  };
  // Blocks, and where one may end, are those of the stream itself.
  const blocks = redactStream(
    { secrets: {} },
    {
      also: {
        held: Math.max(shapes.held, known.longest * 4),
        find(block, at) {
          for (const finding of pending) if (finding.end <= at) tell(finding);
          places.advance(block, at);
          const found = inspectBlock(block, shapes.find(block, at), known, options.inflate);
          pending = found.map((finding) => toTell(block, at, finding));
          return found.map((finding) => ({ ...finding, canary: false }));
        },
      },
    },
  );
  return {
    push: (chunk) => void blocks.push(chunk),
    end() {
      blocks.end();
      for (const finding of pending) tell(finding);
      pending = [];
      return count;
    },
  };
}

function isPartOf(last: Pending, next: Pending): boolean {
  return last.withholds && last.kind === next.kind && next.byte - last.end < CLOSE;
}
