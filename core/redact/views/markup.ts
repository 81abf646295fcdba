import type { View } from './view.ts';

const TAG = /<[^<>]{0,300}>/g;
const MARKER = /^[ \t>|+-]{0,20}(?:\d{1,4}[.):][ \t]|[*+-][ \t])?/gm;

/** Without HTML tags, list markers, quote marks and line numbers: a value spelt down a list or a diff. */
export const markup: View = {
  name: 'markup',
  of: ({ folded }) => [folded.replace(TAG, '').replace(MARKER, '')],
};
