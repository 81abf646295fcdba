/** What bytes become: of each alone, and of two neighbours at once, which halves the work on a text. */
export type ByteTable = { readonly one: Uint8Array; readonly two: Uint32Array };

/** A table of what each byte of `from` becomes; all others are left out, but for those in `kept`. */
export function byteTable(from: string, to: string, kept: readonly number[] = []): ByteTable {
  const one = new Uint8Array(256);
  for (let at = 0; at < from.length; at++) one[from.charCodeAt(at)] = to.charCodeAt(at);
  for (const byte of kept) one[byte] = byte;
  const two = Uint32Array.from({ length: 65_536 }, (_, pair) => {
    const bytes = [one[pair & 255] as number, one[pair >> 8] as number].filter((byte) => byte !== 0);
    return (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | (bytes.length << 16);
  });
  return { one, two };
}

/** How much longer than the bytes the array has to be that they are mapped into. */
export const MAPPED_SPARE = 2;

/** The bytes for which a table has an entry, as that entry, in an array that is long enough. */
export function mappedInto(
  out: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array,
  { one, two }: ByteTable,
): Uint8Array<ArrayBuffer> {
  const words = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const pairs = new Uint16Array(words.buffer, words.byteOffset, words.length >> 1);
  let end = 0;
  for (let at = 0; at < pairs.length; at++) {
    const pair = two[pairs[at] as number] as number;
    // Both are always written: a branch here is one that nobody could foresee.
    out[end] = pair;
    out[end + 1] = pair >>> 8;
    end += pair >>> 16;
  }
  const last = bytes.length % 2 === 0 ? 0 : (one[bytes.at(-1) as number] as number);
  if (last !== 0) out[end++] = last;
  return out.subarray(0, end);
}

/** The same in an array of its own. */
export function mapped(bytes: Uint8Array, table: ByteTable): Uint8Array<ArrayBuffer> {
  return mappedInto(new Uint8Array(bytes.length + MAPPED_SPARE), bytes, table);
}
