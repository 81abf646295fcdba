import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { inspectBlock } from '../../core/redact/inspect-block.ts';
import { makeLinePlaces } from '../../core/redact/line-places.ts';
import { needlesOf, type NamedValues } from '../../core/redact/needles.ts';
import type { Finding } from '../../core/redact/scan.ts';
import { streamShapes } from '../../core/redact/stream-shapes.ts';
import { inflate } from '../../edge/codec/inflate.ts';
import { redacting } from '../../edge/codec/redacting.ts';

/** Writes a stream to standard output without its secrets. Returns why it was cut off, or null. */
export async function filter(source: ReadableStream<Uint8Array>, known: NamedValues): Promise<string | null> {
  // What a block leaves behind is soon collected: room for more of it would only grow, by a hundred megabytes.
  setFlagsFromString('--semi-space-growth-factor=1');
  const watched = watch(known);
  const { stream, withheld } = redacting(known, { inflate, also: watched.also });
  for await (const chunk of source.pipeThrough(stream))
    // A slow reader must not make us hold the whole file.
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  return withheld().length === 0 ? null : watched.reason(withheld());
}

/** The search by shape, which remembers the last block: when that is withheld, it says what stands where. */
function watch(known: NamedValues) {
  const shapes = streamShapes();
  const places = makeLinePlaces();
  let last: { block: Uint8Array; at: number; found: readonly Finding[] } | null = null;
  return {
    also: {
      held: shapes.held,
      find(block: Uint8Array, at: number): readonly Finding[] {
        places.advance(block, at);
        const found = shapes.find(block, at);
        last = { block, at, found };
        return found;
      },
    },
    reason(kinds: readonly string[]): string {
      const { block, at, found } = last ?? { block: new Uint8Array(0), at: 0, found: [] };
      const first = inspectBlock(block, found, needlesOf(known), inflate).find(({ withholds }) => withholds);
      if (first === undefined) return `${kinds.join(', ')}, after byte ${at}`;
      const { line, column } = places.of(at + first.start);
      return `${first.kind} at line ${line}, column ${column} (byte ${at + first.start}), ${first.seen}`;
    },
  };
}
