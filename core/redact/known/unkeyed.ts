import type { Decoded } from '../views/view.ts';

const LEAST = 16;
const MOST = 4096;
const MAX_BLOBS = 8;
const BEST = 3;

/** How much each byte looks like text that hides something: letters and digits most. */
const WEIGHT = Int8Array.from({ length: 256 }, (_, byte) => {
  if ((byte >= 48 && byte < 58) || ((byte | 32) >= 97 && (byte | 32) < 123)) return 4;
  if (byte === 32 || byte === 10 || byte === 44 || byte === 45) return 3;
  return byte > 32 && byte < 127 ? 1 : -128;
});

/** What bytes that are no text may be under one of the keys of one byte, added or exclusive or. */
export function unkeyed({ bytes, starts }: Decoded): Uint8Array[] {
  const texts: Uint8Array[] = [];
  let blobs = 0;
  for (let number = 0; number < starts.length && blobs < MAX_BLOBS; number++) {
    const start = starts[number] as number;
    const next = starts[number + 1];
    const end = next === undefined ? bytes.length : next - 1;
    if (end - start < LEAST || end - start > MOST) continue;
    blobs++;
    const blob = bytes.subarray(start, end);
    texts.push(...best(blob, false), ...best(blob, true));
  }
  return texts;
}

/** `isAdded`: the key was added to every byte; otherwise it is exclusive or. */
function best(blob: Uint8Array, isAdded: boolean): Uint8Array[] {
  const keys: Array<{ key: number; score: number }> = [];
  for (let key = 1; key < 256; key++) {
    let score = 0;
    // The last bytes may be padding, or what stood behind.
    for (let at = 0; at < blob.length - 2 && score >= 0; at++) {
      const byte = blob[at] as number;
      const weight = WEIGHT[isAdded ? (byte - key) & 255 : byte ^ key] as number;
      score = weight < 0 ? -1 : score + weight;
    }
    if (score > 0) keys.push({ key, score });
  }
  keys.sort((left, right) => right.score - left.score);
  return keys
    .slice(0, BEST)
    .map(({ key }) => blob.map((byte) => (isAdded ? (byte - key) & 255 : byte ^ key)));
}
