import { binaryBytes, binaryString } from '../known/bytes.ts';
import type { View } from './view.ts';

const TAG = /<[^<>]{0,300}>/g;
const MARKER =
  /^[ \t>|+#]{0,20}(?:\(?\d{1,4}[.):\]][ \t]?|\[\d{1,4}\]:?|[-*+•][ \t]|\d{1,4}[ \t|:]+)?(?:\[[ x]\][ \t])?/gm;
const LINE_END = /[ \t|\\,;]{0,10}\r?\n/g;

/** Without HTML tags, list markers, quote marks and line numbers: a value spelt down a list or a diff. */
export const markup: View = {
  name: 'markup',
  kind: 'respelling',
  of: (text) => {
    const source = binaryString(text);
    const plain = source.includes('<') ? source.replace(TAG, '') : source;
    const bare = plain.includes('\n') ? plain.replace(MARKER, '').replace(LINE_END, '\n') : plain;
    return bare === source ? [] : [binaryBytes(bare)];
  },
};
