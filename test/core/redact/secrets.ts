/** Dummies of four shapes a real secret may have; none was ever valid. */
export const secrets = {
  GITHUB: 'ghp_DuMmY0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5',
  ANTHROPIC: 'sk-ant-api03-dUmMy_9x8Y7-z6W5v4U3t2S1r0Q9p8O7n6M5l4K3j2I1h0-AA',
  HEX: '0d1e2a3d4b5e6e7f8a9b0c1d2e3f4a5b6c7d8e9f',
  PASSWORD: 'Dummy+Horse/Battery=17!',
} as const;

const bytes = (text: string) => Array.from(Buffer.from(text));
const each = (text: string, change: (character: string) => string) => Array.from(text, change).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const spread = (text: string, every: number) => text.replace(new RegExp(`.{${every}}`, 'g'), '$& ');
const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('aаeеoоpрcсxхiіMМYΥWԜTТSЅOОKКIІ').flatMap((c, at, all) =>
    at % 2 === 0 ? [[c, all[at + 1] ?? c]] : [],
  ),
);

/** Ways to write a secret so that a search for it fails but a reader can still have it. */
export const disguises: Readonly<Record<string, (secret: string) => string>> = {
  'upper case': (s) => s.toUpperCase(),
  'case swapped': (s) => each(s, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())),
  spaced: (s) => each(s, (c) => `${c} `),
  dashed: (s) => each(s, (c) => `${c}-`),
  'a character per line': (s) => each(s, (c) => `${c}\n`),
  'a numbered list': (s) => Array.from(s, (c, at) => `${at + 1}. ${c}`).join('\n'),
  'a diff': (s) => each(s, (c) => `+${c}\n`),
  'a table': (s) => each(s, (c) => `| ${c} |\n`),
  'bold letters': (s) => each(s, (c) => `**${c}**`),
  'code spans': (s) => each(s, (c) => `\`${c}\` `),
  'HTML tags': (s) => each(s, (c) => `<b>${c}</b>`),
  'zero-width spaces': (s) => each(s, (c) => `${c}\u200B`),
  'combining marks': (s) => each(s, (c) => `${c}\u0301`),
  'tag characters between': (s) => each(s, (c) => `${c}\u{E0041}`),
  fullwidth: (s) => each(s, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  'Cyrillic letters': (s) =>
    /[aeopcxi]/.test(s) ? each(s, (c) => CYRILLIC[c] ?? c) : each(s, (c) => `${c}\u200B`),
  base64: base64,
  'base64, one character before': (s) => base64(`x${s}`),
  'base64, two characters before': (s) => base64(`xy${s}`),
  'base64 in a sentence': (s) => `the value is ${base64(s)} as you see`,
  base64url: (s) => Buffer.from(`??>${s}`).toString('base64url'),
  'wrapped base64': (s) => base64(s).replace(/.{8}/g, '$&\n'),
  'spaced base64': (s) => spread(base64(s), 4),
  'base64 twice': (s) => base64(base64(`x${s}`)),
  'base64 backwards': (s) => Array.from(base64(s)).toReversed().join(''),
  'base64 of UTF-16': (s) => Buffer.from(s, 'utf16le').toString('base64'),
  hex: (s) => Buffer.from(s).toString('hex'),
  'HEX, spaced': (s) => spread(Buffer.from(s).toString('hex').toUpperCase(), 2),
  'hex with colons': (s) =>
    bytes(s)
      .map((b) => b.toString(16))
      .join(':'),
  'hex escapes': (s) =>
    bytes(s)
      .map((b) => `\\x${b.toString(16)}`)
      .join(''),
  '0x list': (s) =>
    bytes(s)
      .map((b) => `0x${b.toString(16)}`)
      .join(', '),
  'decimal list': (s) => bytes(s).join(', '),
  percent: (s) =>
    bytes(s)
      .map((b) => `%${b.toString(16)}`)
      .join(''),
  'percent twice': (s) =>
    bytes(s)
      .map((b) => `%25${b.toString(16)}`)
      .join(''),
  'percent, every third': (s) =>
    Array.from(s, (c, at) => (at % 3 === 0 ? `%${c.charCodeAt(0).toString(16)}` : c)).join(''),
  'decimal entities': (s) =>
    bytes(s)
      .map((b) => `&#${b};`)
      .join(''),
  'hex entities': (s) =>
    bytes(s)
      .map((b) => `&#x${b.toString(16)};`)
      .join(''),
  'unicode escapes': (s) =>
    bytes(s)
      .map((b) => `\\u00${b.toString(16)}`)
      .join(''),
  'braced unicode escapes': (s) =>
    bytes(s)
      .map((b) => `\\u{${b.toString(16)}}`)
      .join(''),
  'quoted printable': (s) =>
    bytes(s)
      .map((b) => `=${b.toString(16).toUpperCase()}`)
      .join(''),
  backwards: (s) => Array.from(s).toReversed().join(''),
};
