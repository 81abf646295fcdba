import type { Encode } from './encode.ts';

const each = (text: string, write: (character: string) => string, between = '') =>
  Array.from(text, write).join(between);
const LOWER = 'abcdefghijklmnopqrstuvwxyz';

function shifted(places: (place: number) => number): Encode {
  return (text) =>
    text.replace(/[a-z]/gi, (letter) => {
      const to = LOWER[places(LOWER.indexOf(letter.toLowerCase()))] ?? '';
      return letter === letter.toLowerCase() ? to : to.toUpperCase();
    });
}

const mapped = (from: string, to: string): Encode => {
  const target = Array.from(to);
  const table = new Map(Array.from(from, (character, at) => [character, target[at] ?? character]));
  return (text) => each(text, (character) => table.get(character) ?? character);
};

function railFence(rails: number): Encode {
  return (text) => {
    const rows: string[][] = Array.from({ length: rails }, () => []);
    let row = 0;
    let step = 1;
    for (const character of text) {
      rows[row]?.push(character);
      if (row + step < 0 || row + step >= rails) step = -step;
      row += step;
    }
    return rows.flat().join('');
  };
}

function columns(width: number): Encode {
  return (text) => {
    const rows = text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? '').join('')).join(
      '',
    );
  };
}

const MORSE: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'A.- B-... C-.-. D-.. E. F..-. G--. H.... I.. J.--- K-.- L.-.. M-- N-. O--- P.--. Q--.- R.-. S... T- U..- V...- W.-- X-..- Y-.-- Z--.. ' +
    '0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. _..--.- +.-.-. /-..-. =-...-'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 1), entry.slice(1)]),
);
const NATO =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu'.split(
    ' ',
  );
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

function spoken(character: string): string {
  if (/\d/.test(character)) return DIGITS[Number(character)] ?? '';
  const word = NATO[LOWER.indexOf(character.toLowerCase())];
  if (word === undefined) return { '-': 'dash', _: 'underscore' }[character] ?? character;
  return character === character.toLowerCase() ? word.toLowerCase() : word.toUpperCase();
}

/** Each character as another, or somewhere else. */
export const ciphers: Readonly<Record<string, Encode>> = {
  'upper case': (text) => text.toUpperCase(),
  'case swapped': (text) => each(text, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())),
  backwards: (text) => Array.from(text).toReversed().join(''),
  rot13: shifted((place) => (place + 13) % 26),
  'caesar 5': shifted((place) => (place + 5) % 26),
  atbash: shifted((place) => 25 - place),
  rot47: (text) =>
    text.replace(/[!-~]/g, (c) => String.fromCharCode(33 + ((c.charCodeAt(0) - 33 + 47) % 94))),
  leet: mapped('aeiostAEIOST', '431057431057'),
  'leet with signs': mapped('asieolt', '@$!30|+'),
  fullwidth: (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  'mathematical letters': (text) =>
    text.replace(/[a-z]/gi, (c) =>
      String.fromCodePoint((c >= 'a' ? 0x1d41a - 97 : 0x1d400 - 65) + c.charCodeAt(0)),
    ),
  circled: (text) => text.replace(/[a-z]/g, (c) => String.fromCodePoint(0x24d0 - 97 + c.charCodeAt(0))),
  Cyrillic: mapped('aeopcxiMTSOKI', 'аеорсхіМТЅОКІ'),
  Greek: mapped('ovxABEZHIKMNOPTYX', 'ονχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'),
  'pairs swapped': (text) => text.replace(/(.)(.)/gs, '$2$1'),
  'rail fence 2': railFence(2),
  'rail fence 3': railFence(3),
  'columns 4': columns(4),
  'columns 7': columns(7),
  Morse: (text) => each(text.toUpperCase(), (c) => MORSE[c] ?? c, ' '),
  'spelling alphabet': (text) => each(text, spoken, ' '),
};
