import { shape, type Detector } from '../detector.ts';

const rest = shape(/\.eyJ[A-Za-z0-9_-]{1,16000}\.[A-Za-z0-9_-]{0,2000}/y);
const WORD = /[A-Za-z0-9_-]/;
const SHORTEST_HEADER = 10;
const LONGEST_HEADER = 4000;

/**
 * JSON web tokens. The anchor is the start of the second part: what lies before it is one run of
 * characters without a dot, so looking back costs no more than the run, whatever is glued to it.
 */
export const jwt: Detector = {
  kind: 'jwt',
  confidence: 'certain',
  anchors: ['.eyJ'],
  at: (text, anchor) => {
    let start = anchor;
    while (start > 0 && anchor - start < LONGEST_HEADER && WORD.test(text[start - 1] as string)) start--;
    const header = text.slice(start, anchor).indexOf('eyJ');
    if (header === -1 || anchor - start - header < SHORTEST_HEADER) return [];
    return rest(text, anchor).map(({ end }) => ({ start: start + header, end }));
  },
};
