const MAX_ROUNDS = 4;
const ESCAPE =
  /%([0-9A-Fa-f]{2})|&#[xX]([0-9A-Fa-f]{1,6});|&#(\d{1,7});|&([A-Za-z]{2,8});|\\u\{([0-9A-Fa-f]{1,6})\}|\\+u([0-9A-Fa-f]{4})|\\+x([0-9A-Fa-f]{2})|\\+(["'/\\`*_{}[\]()#+.!|<>~$-])/g;

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

/**
 * The text with percent, HTML, `\u`, `\x`, JSON and Markdown escapes undone, again and again, at most
 * four times. Every stage is returned, the text itself first: a value may hold what looks like an
 * escape, and then only the stage before shows it.
 */
export function unescapedStages(text: string): readonly [string, ...string[]] {
  const stages: [string, ...string[]] = [text];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const last = stages.at(-1) as string;
    const next = last.replace(ESCAPE, undo);
    if (next === last) break;
    stages.push(next);
  }
  return stages;
}

function undo(escape: string, ...groups: Array<string | undefined>): string {
  const [percent, hex, decimal, named, braced, unicode, byte, punctuation] = groups;
  if (punctuation) return punctuation;
  if (named) return NAMED[named] ?? escape;
  if (decimal) return character(Number(decimal), escape);
  return character(Number.parseInt(percent ?? hex ?? braced ?? unicode ?? byte ?? '', 16), escape);
}

function character(point: number, escape: string): string {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : escape;
}
