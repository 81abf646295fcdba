import { binaryBytes, binaryString } from '../known/bytes.ts';
import type { View } from './view.ts';

const LINE = /^[ \t>|+]{0,8}[0-9A-Fa-f]{4,16}[:h]?[ \t|]{1,4}((?:[0-9A-Fa-f]{2,8}[ \t|-]{1,3}){1,32})/gm;

/** The columns of xxd, hexdump -C and od -tx1 without the offsets before and the characters after them. */
export const hexdump: View = {
  name: 'hexdump',
  kind: 'respelling',
  of: (text) => {
    const columns = Array.from(binaryString(text).matchAll(LINE), ([, column = '']) => column);
    return columns.length === 0 ? [] : [binaryBytes(columns.join('').replace(/[^0-9A-Fa-f]/g, ''))];
  },
};
