import { binaryBytes, binaryString } from '../known/bytes.ts';
import type { View } from './view.ts';

const MORSE =
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. ' +
  '0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. _..--.- +.-.-. /-..-. =-...- -....-';
const SPOKEN =
  'alfa alpha bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu';
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

/** By the number that a row of signs makes in binary, one for each dash, behind a one. */
const morse = new Map(
  MORSE.split(' ').map((sign): [number, string] => [
    Number.parseInt(`1${sign.slice(1).replaceAll('.', '0').replaceAll('-', '1')}`, 2),
    sign[0] ?? '',
  ]),
);
const words = new Map([
  ...SPOKEN.split(' ').map((word): [string, string] => [word, word[0] ?? '']),
  ...DIGITS.map((word, digit): [string, string] => [word, String(digit)]),
  ...['dash', 'hyphen', 'minus'].map((word): [string, string] => [word, '-']),
  ['underscore', '_'],
  ['plus', '+'],
  ['slash', '/'],
  ['dot', '.'],
  ['equals', '='],
  ['niner', '9'],
]);
const LEAST = 8;
const MOST_SIGNS = 7;
const [SHORTEST, LONGEST] = [3, 10];
const [LETTER, DIGIT, DOT, DASH, END] = [1, 2, 4, 8, 16];
/** What words and signs are made of, and what stands behind signs, one bit each. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z]/.test(character)) return LETTER;
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[.·*]/.test(character)) return DOT;
  return /[-_]/.test(character) ? DASH : /[\s/|,]/.test(character) ? END : 0;
});
const IS_QUOTE = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\'`'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
/** The lengths of the words that begin with two letters, one bit each. */
const LENGTHS = new Uint16Array(1024);
for (const word of words.keys()) {
  const place = pairOf(word.charCodeAt(0), word.charCodeAt(1));
  LENGTHS[place] = (LENGTHS[place] as number) | (1 << word.length);
}

/**
 * Morse code, and the spelling alphabet of radio. Capitals are lost where the speaker does not tell. And characters
 * that are quoted one by one, whatever is said about each.
 */
export const spoken: View = {
  name: 'spoken',
  kind: 'respelling',
  of: (text) =>
    [signsOf(text), wordsOf(text), quotedOf(text)].filter(({ length }) => length >= LEAST).map(binaryBytes),
};

/** The letters and digits that stand between two signs of quotation each. */
function quotedOf(text: Uint8Array): string {
  let letters = '';
  for (let at = 0; at + 2 < text.length; at++) {
    if (IS_QUOTE[text[at] as number] === 0 || text[at + 2] !== text[at]) continue;
    // What one sign ends another may begin: of `"a":"b"` the colon is quoted, too.
    if (((CLASSES[text[at + 1] as number] as number) & (LETTER | DIGIT)) !== 0)
      letters += String.fromCharCode(text[at + 1] as number);
  }
  return letters;
}

/** What the last signs of each row say that stands before a space or the like. */
function signsOf(text: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < text.length; at++) {
    if (((CLASSES[text[at] as number] as number) & (DOT | DASH)) === 0) continue;
    const start = at;
    while (at < text.length && ((CLASSES[text[at] as number] as number) & (DOT | DASH)) !== 0) at++;
    if (at < text.length && CLASSES[text[at] as number] !== END) continue;
    let sign = 1;
    for (let place = Math.max(start, at - MOST_SIGNS); place < at; place++)
      sign = sign * 2 + (CLASSES[text[place] as number] === DASH ? 1 : 0);
    letters += morse.get(sign) ?? '';
  }
  return letters;
}

/** What the words of a text say, and its single digits. */
function wordsOf(text: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < text.length;) {
    const start = at++;
    const here = CLASSES[text[start] as number];
    if (here === DIGIT) {
      const next = at < text.length ? (CLASSES[text[at] as number] as number) : 0;
      if ((next & (LETTER | DIGIT)) === 0) letters += String.fromCharCode(text[start] as number);
      continue;
    }
    if (here !== LETTER) continue;
    const last = Math.min(text.length, start + LONGEST);
    while (at < last && CLASSES[text[at] as number] === LETTER) at++;
    if (at - start >= SHORTEST) letters += letterOf(text, start, at);
  }
  return letters;
}

function letterOf(text: Uint8Array, start: number, end: number): string {
  const lengths = LENGTHS[pairOf(text[start] as number, text[start + 1] as number)] as number;
  if (((lengths >> (end - start)) & 1) === 0) return '';
  const word = binaryString(text.subarray(start, end));
  const letter = words.get(word.toLowerCase()) ?? '';
  return word === word.toUpperCase() ? letter.toUpperCase() : letter;
}

function pairOf(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31);
}
