import type { View } from './view.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

function letters(change: (place: number) => number): Uint8Array<ArrayBuffer> {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (let place = 0; place < LOWER.length; place++) {
    table[65 + place] = 65 + change(place);
    table[97 + place] = 97 + change(place);
  }
  return table;
}

const ROT13 = letters((place) => (place + 13) % 26);
const ATBASH = letters((place) => 25 - place);
const ROT47 = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > 32 && byte < 127 ? 33 + ((byte - 33 + 47) % 94) : byte,
);
const SWAPPED_CASE = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte | 32) >= 97 && (byte | 32) <= 122 ? byte ^ 32 : byte,
);
const TABLES = [ROT13, ATBASH, ROT47, SWAPPED_CASE];

/** Every character as another: rot13, atbash, rot47, capitals for small letters. */
export const substituted: View = {
  name: 'substituted',
  kind: 'respelling',
  of: (text) =>
    TABLES.map((table) => {
      const out = new Uint8Array(text.length);
      for (let at = 0; at < text.length; at++) out[at] = table[text[at] as number] as number;
      return out;
    }),
};
