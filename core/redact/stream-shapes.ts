import { findShapes } from './kinds/shapes.ts';
import { binaryString } from './known/bytes.ts';
import type { Finding } from './scan.ts';
import type { Also } from './stream.ts';

/** Longer than what the longest of the expressions reads, and than any private key in use. */
const HELD = 32 * 1024;
/** How far before a secret its telling name, or what begins it, may stand. */
const LEAD = 8 * 1024;
/** Of a secret that fills a block, so much of its beginning stands for all of it. */
const HEAD = 24 * 1024;
/** After so many characters of a key's body its line counts as one, however it goes on. */
const BODY_END = /[A-Za-z0-9+/=]{16}$/;

/** What was seen before a block: the text, where in the stream it begins, and what was found in it. */
type Seen = { readonly text: string; readonly at: number; readonly found: readonly Finding[] };

/**
 * Secrets by shape for one stream. They are found as in the whole text, wherever blocks and chunks end: each block is
 * searched with what stood before it. One that is longer than a block is followed to its end by its beginning.
 */
export function streamShapes(): Also {
  let seen: Seen = { text: '', at: 0, found: [] };
  return {
    held: HELD,
    find(block, at) {
      const lead = leadOf(seen, at);
      const text = lead + binaryString(block);
      const found = findShapes(text).map((shape) => ({ ...shape, canary: false }));
      seen = { text, at: at - lead.length, found };
      return found
        .filter(({ end }) => end > lead.length)
        .map((finding) => ({
          ...finding,
          start: Math.max(0, finding.start - lead.length),
          end: finding.end - lead.length,
        }));
    },
  };
}

/** The text to put before a block that begins at this place of the stream. */
function leadOf({ text, at: first, found }: Seen, at: number): string {
  const border = at - first;
  const open = found.find(({ start, end }) => start < border && end > border);
  const start = open?.start ?? border;
  if (border - start > HEAD) return headOf(text.slice(start, start + HEAD));
  return text.slice(Math.max(0, Math.min(start, border - LEAD)), border);
}

/** Cut where a line of a key may go on with any other: a short line would end the key. */
function headOf(text: string): string {
  for (let end = text.length; end > text.length / 2; end--)
    if (BODY_END.test(text.slice(end - 16, end))) return text.slice(0, end);
  return text;
}
