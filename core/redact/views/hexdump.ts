import { binaryString } from '../known/bytes.ts';
import type { Decoded, View } from './view.ts';

const LINE =
  /^[ \t>|+]{0,8}[0-9A-Fa-f]{4,16}[:h]?[ \t|]{1,4}((?:[0-9A-Fa-f]{2,16}(?:[ \t|-]{1,3}|\r?$)){1,32})/gm;

/** What stands before the offset of a line, and what it is made of. */
const INDENT = tableOf(' \t>|+');
const HEX = tableOf('0123456789abcdefABCDEF');
const [MOST_INDENT, LEAST_OFFSET] = [8, 4];
const [LINE_FEED, RETURN] = [10, 13];

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Whether a line begins as one of a dump does: most texts have none, and then nobody needs a string of them. */
function hasOffset(text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) {
    const last = at + MOST_INDENT;
    while (at < last && INDENT[text[at] as number] === 1) at++;
    const first = at;
    while (at - first < LEAST_OFFSET && HEX[text[at] as number] === 1) at++;
    if (at - first === LEAST_OFFSET) return true;
    while (at < text.length && text[at] !== LINE_FEED && text[at] !== RETURN) at++;
  }
  return false;
}

/**
 * The columns of xxd, hexdump and od without the offsets before and the characters after them. Columns of several bytes
 * are also read with the lowest byte first, as the machines write them that these programs run on.
 */
export const hexdump: View = {
  name: 'hexdump',
  kind: 'decoding',
  of: (text) => {
    if (!hasOffset(text)) return [];
    const columns = Array.from(
      binaryString(text).matchAll(LINE),
      ([, line = '']) => line.match(/[0-9A-Fa-f]{2,16}/g) ?? [],
    ).flat();
    if (columns.length === 0) return [];
    const isWide = columns.some((column) => column.length > 2);
    return isWide ? [decoded(columns, false), decoded(columns, true)] : [decoded(columns, false)];
  },
};

function decoded(columns: readonly string[], isLowestFirst: boolean): Decoded {
  const bytes = columns.flatMap((column) => {
    const pairs = (column.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    return isLowestFirst ? pairs.toReversed() : pairs;
  });
  return { bytes: Uint8Array.from(bytes), starts: [0] };
}
