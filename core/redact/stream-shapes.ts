import type { Range } from './kinds/kind.ts';
import { findShapes } from './kinds/shapes.ts';
import { binaryString } from './known/bytes.ts';
import type { Also } from './stream.ts';

/** Longer than what the longest of the expressions reads, and than any private key in use. */
const HELD = 32 * 1024;
/** How far before a secret its telling name, or what begins it, may stand. */
const LEAD = 8 * 1024;
/** Of a secret that fills a block, so much of its beginning stands for all of it. */
const HEAD = 24 * 1024;
/** After so many characters of a key's body its line counts as one, however it goes on. */
const BODY_END = /[A-Za-z0-9+/=]{16}$/;

/** A stretch of the stream that begins at `at`, and what was found in it. */
type Seen = { readonly bytes: Uint8Array; readonly at: number; readonly found: readonly Range[] };

/**
 * Secrets by shape for one stream. They are found as in the whole text, wherever blocks and chunks end: each block is
 * searched with what stood before it. One that is longer than a block is followed to its end by its beginning.
 */
export function streamShapes(): Also {
  // One buffer for all blocks: what outlives a block makes the heap grow.
  let buffer = new Uint8Array(0);
  let seen: Seen = { bytes: buffer, at: 0, found: [] };
  return {
    held: HELD,
    find(block, at) {
      const lead = leadOf(seen, at);
      const length = lead.length + block.length;
      const next = length > buffer.length ? new Uint8Array(length + HEAD) : buffer;
      next.set(lead);
      next.set(block, lead.length);
      buffer = next;
      const bytes = buffer.subarray(0, length);
      const found = findShapes(bytes);
      seen = { bytes, at: at - lead.length, found };
      return found
        .filter(({ end }) => end > lead.length)
        .map(({ start, end, kind }) => ({
          start: Math.max(0, start - lead.length),
          end: end - lead.length,
          kind,
          canary: false,
        }));
    },
  };
}

/** What to put before a block that begins at this place of the stream. */
function leadOf({ bytes, at: first, found }: Seen, at: number): Uint8Array {
  const border = at - first;
  const open = found.find(({ start, end }) => start < border && end > border);
  const start = open?.start ?? border;
  if (border - start > HEAD) return headOf(bytes.subarray(start, start + HEAD));
  return bytes.subarray(Math.max(0, Math.min(start, border - LEAD)), border);
}

/** Cut where a line of a key may go on with any other: a short line would end the key. */
function headOf(bytes: Uint8Array): Uint8Array {
  for (let end = bytes.length; end > bytes.length / 2; end--)
    if (BODY_END.test(binaryString(bytes.subarray(end - 16, end)))) return bytes.subarray(0, end);
  return bytes;
}
