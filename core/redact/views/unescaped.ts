const MAX_ROUNDS = 4;
const ESCAPE =
  /%([0-9A-Fa-f]{2})|&#[xX]([0-9A-Fa-f]{1,6});|&#(\d{1,7});|&([A-Za-z]{2,8});|\\u\{([0-9A-Fa-f]{1,6})\}|\\+u([0-9A-Fa-f]{4})|\\+x([0-9A-Fa-f]{2})|\\+(["'/\\`*_{}[\]()#+.!|<>~$-])|=([0-9A-F]{2})(?![0-9A-Za-z])/g;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  sol: '/',
  bsol: '\\',
  plus: '+',
  equals: '=',
  colon: ':',
  num: '#',
  commat: '@',
  excl: '!',
  percnt: '%',
  dollar: '$',
  ast: '*',
};

/** Percent, HTML, `\u`, `\x`, JSON and Markdown escapes undone, again and again, at most four times. */
export function unescaped(text: string): string {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = current.replace(ESCAPE, undo);
    if (next === current) break;
    current = next;
  }
  return current;
}

function undo(escape: string, ...groups: Array<string | undefined>): string {
  const [percent, hex, decimal, named, braced, unicode, byte, punctuation, quoted] = groups;
  if (punctuation) return punctuation;
  if (named) return NAMED[named] ?? escape;
  if (decimal) return character(Number(decimal), escape);
  return character(Number.parseInt(percent ?? hex ?? braced ?? unicode ?? byte ?? quoted ?? '', 16), escape);
}

function character(point: number, escape: string): string {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : escape;
}
