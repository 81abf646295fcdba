import { binaryBytes, binaryString } from '../known/bytes.ts';
import type { View } from './view.ts';

const MORSE =
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. ' +
  '0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. _..--.- +.-.-. /-..-. =-...- -....-';
const SPOKEN =
  'alfa alpha bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu';
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

const morse = new Map(MORSE.split(' ').map((sign) => [sign.slice(1), sign[0] ?? '']));
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
const SIGN = /[.\-·•−–—_*]{1,7}(?=[\s/|,]|$)/g;
const WORD = /[A-Za-z]{3,10}(?:-ray)?|[0-9](?![0-9A-Za-z])/g;

/** Morse code, and the spelling alphabet of radio. Capitals are lost where the speaker does not tell. */
export const spoken: View = {
  name: 'spoken',
  kind: 'respelling',
  of: (text) => {
    const source = binaryString(text);
    const signs = (source.match(SIGN) ?? []).map((sign) =>
      morse.get(sign.replace(/[·•*]/g, '.').replace(/[−–—_]/g, '-')),
    );
    const said = (source.match(WORD) ?? []).map((word) => {
      const letter = words.get(word.toLowerCase().replace('-', '')) ?? (word.length === 1 ? word : '');
      return word === word.toUpperCase() && /[A-Z]/.test(word) ? letter.toUpperCase() : letter;
    });
    return [signs, said]
      .map((letters) => letters.join(''))
      .filter((letters) => letters.length >= LEAST)
      .map(binaryBytes);
  },
};
