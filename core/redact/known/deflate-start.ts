/** How many symbols of a block with the fixed codes are looked at. */
const SYMBOLS = 32;

/** A reader of bits, the lowest of a byte first. */
type Bits = { readonly bytes: Uint8Array; at: number };

/**
 * Whether deflated data may begin here: false only where every decoder stops with an error in the first block.
 * Trying it costs a hundred times as much, and two bytes that look like a mark are often no more than that.
 */
export function mayBeDeflate(bytes: Uint8Array, start: number): boolean {
  const bits: Bits = { bytes, at: start * 8 + 1 };
  switch (take(bits, 2)) {
    case 0:
      return mayBeStored(bytes, (bits.at + 7) >> 3);
    case 1:
      return mayBeFixed(bits);
    case 2:
      return mayBeDynamic(bits);
    default:
      return false;
  }
}

/** Beyond the end there are zeros; `isCut` tells. */
function take(bits: Bits, count: number): number {
  const { bytes, at } = bits;
  const byte = at >> 3;
  bits.at += count;
  const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
  return (word >>> (at & 7)) & ((1 << count) - 1);
}

function isCut({ bytes, at }: Bits): boolean {
  return at > bytes.length * 8;
}

/** A block that is not compressed says its length twice, the second time with all bits turned. */
function mayBeStored(bytes: Uint8Array, at: number): boolean {
  if (at + 4 > bytes.length) return true;
  const [low, high] = [(bytes[at] ?? 0) ^ (bytes[at + 2] ?? 0), (bytes[at + 1] ?? 0) ^ (bytes[at + 3] ?? 0)];
  return low === 0xff && high === 0xff;
}

/** No more codes than there are symbols, and the codes of codes fill their tree exactly. */
function mayBeDynamic(bits: Bits): boolean {
  if (take(bits, 5) > 29 || take(bits, 5) > 29) return false;
  const count = take(bits, 4) + 4;
  let room = 128;
  for (let at = 0; at < count; at++) {
    const length = take(bits, 3);
    if (length > 0) room -= 128 >> length;
  }
  return room === 0 || isCut(bits);
}

/** Extra bits of the length symbols 257 to 285. */
const EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LONGEST_MATCH = 258;

/** Whether the first symbols are ones that exist, and point back to no more than there can be. */
function mayBeFixed(bits: Bits): boolean {
  let most = 0;
  for (let count = 0; count < SYMBOLS; count++) {
    const symbol = fixedSymbol(bits);
    if (symbol === 256 || isCut(bits)) return true;
    if (symbol < 256) {
      most++;
      continue;
    }
    if (symbol > 285) return false;
    take(bits, EXTRA[symbol - 257] as number);
    const distance = turned(take(bits, 5), 5);
    const wide = Math.max(0, (distance >> 1) - 1);
    const least = distance < 4 ? distance + 1 : ((2 + (distance & 1)) << wide) + 1;
    if (distance > 29 || least + take(bits, wide) > most) return isCut(bits);
    most += LONGEST_MATCH;
  }
  return true;
}

/** The codes of RFC 1951, 3.2.6: of seven, eight or nine bits, the highest first. */
function fixedSymbol(bits: Bits): number {
  const code = turned(take(bits, 7), 7);
  if (code < 24) return 256 + code;
  const eight = (code << 1) | take(bits, 1);
  if (eight < 192) return eight - 48;
  if (eight < 200) return 280 + eight - 192;
  return 144 + ((eight << 1) | take(bits, 1)) - 400;
}

function turned(value: number, width: number): number {
  let out = 0;
  for (let bit = 0; bit < width; bit++) out |= ((value >> bit) & 1) << (width - 1 - bit);
  return out;
}
