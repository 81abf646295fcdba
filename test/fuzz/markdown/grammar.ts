import type { Random } from '../../../lab/fuzz/random.ts';
import { hostile, marks, plainWords } from './leaves.ts';
import type { Trick } from './tricks.ts';

const LONGEST_TRICK = 120;

/** So many in a thousand documents are long ones, made of many. */
const LONG = 5;
const MOST_PARTS = 40;

/**
 * Makes documents of nested Markdown with hostile leaves; the known tricks are among these. Most are short: what goes
 * wrong goes wrong in a few signs, and of short ones more can be tried.
 */
export function documentMaker(tricks: readonly Trick[]): (random: Random) => string {
  const short = tricks.filter(({ text }) => text.length <= LONGEST_TRICK).map(({ text }) => text);
  return (random) => {
    const parts = random.below(1000) < LONG ? 2 + random.below(MOST_PARTS) : 1;
    return Array.from({ length: parts }, () => blocks(random, short, 0)).join('\n\n');
  };
}

function blocks(random: Random, tricks: readonly string[], depth: number): string {
  const count = random.chance(30) ? 2 : 1;
  const parts = Array.from({ length: count }, () => block(random, tricks, depth));
  return parts.join(random.chance(70) ? '\n\n' : '\n');
}

type Maker = (random: Random, tricks: readonly string[], depth: number) => string;

function block(random: Random, tricks: readonly string[], depth: number): string {
  return random.chance(depth < 5 ? 25 : 0)
    ? random.pick(containers)(random, tricks, depth)
    : random.pick(leaves)(random, tricks, depth);
}

const leaves: readonly Maker[] = [
  (random) => phrase(random, 0),
  (random) => lines(random, 1 + random.below(4)),
  (random, tricks) => random.pick(tricks),
  (random) => `${'#'.repeat(1 + random.below(6))} ${phrase(random, 0)}`,
  (random) => `${phrase(random, 0)}\n${random.pick(['===', '---', '- -', '--'])}`,
  (random) => fence(random),
  (random) => lines(random, 2).replace(/^/gm, random.pick(['    ', '\t', '   '])),
  (random) =>
    `[${word(random)}]:${random.pick([' ', '\n'])}${random.pick(hostile)}${random.chance(30) ? ` "${word(random)}"` : ''}`,
  (random) => `[^${random.pick(['1', 'a'])}]: ${phrase(random, 0)}`,
  (random) => table(random),
  (random) => html(random),
  (random) => random.pick(['---', '***', '_ _ _', '']),
];

const containers: readonly Maker[] = [
  (random, tricks, depth) =>
    blocks(random, tricks, depth + 1).replace(/^/gm, random.pick(['> ', '>', ' > '])),
  (random, tricks, depth) => item(random, blocks(random, tricks, depth + 1)),
  (random, tricks, depth) =>
    [0, 1].map(() => item(random, blocks(random, tricks, depth + 1))).join(random.pick(['\n', '\n\n'])),
  (random, tricks, depth) =>
    `<details>${random.pick(['\n\n', '\n', '<summary>x</summary>\n\n'])}${blocks(random, tricks, depth + 1)}\n\n</details>`,
];

function item(random: Random, text: string): string {
  const bullet = random.pick(['- ', '* ', '+ ', '1. ', '9) ', '- [ ] ', '- [x] ', '-   ', '-\t']);
  const indent = random.chance(85) ? ' '.repeat(bullet.startsWith('- [') ? 2 : bullet.length) : '';
  return `${bullet}${text.replaceAll('\n', `\n${indent}`)}`;
}

function phrase(random: Random, depth: number): string {
  const parts = Array.from({ length: 1 + random.below(random.chance(50) ? 3 : 2) }, () =>
    span(random, depth),
  );
  return parts.join(random.chance(75) ? ' ' : '');
}

function lines(random: Random, count: number): string {
  return Array.from({ length: count }, () => phrase(random, 0)).join(
    random.pick(['\n', '\n', '  \n', '\\\n', '\r']),
  );
}

function span(random: Random, depth: number): string {
  const kind = random.below(depth < 3 ? 16 : 9);
  if (kind < 4) return word(random);
  if (kind < 7) return random.pick(hostile);
  if (kind < 9) return random.pick(marks);
  const inner = phrase(random, depth + 1);
  switch (kind) {
    case 9:
      return `**${inner}**`;
    case 10:
      return random.pick([`*${inner}*`, `_${inner}_`]);
    case 11:
      return random.pick([`~~${inner}~~`, `~${inner}~`]);
    case 12:
      return random.pick([`\`${inner}\``, `\`\`${inner}\`\``, `$${inner}$`]);
    case 13:
      return `${random.pick(['', '!'])}[${inner}](${random.pick(['', '<'])}${random.pick(hostile)}${random.pick(['', '>', ' "x"'])})`;
    case 14:
      return `${random.pick(['', '!'])}[${inner}][${word(random)}]`;
    default:
      return random.pick([
        `<b>${inner}</b>`,
        `<!-- ${inner} -->`,
        `<a href="${random.pick(hostile)}">${inner}</a>`,
      ]);
  }
}

function word(random: Random): string {
  return random.pick(plainWords);
}

function fence(random: Random): string {
  const mark = random.pick(['```', '~~~', '````']);
  const info = random.pick([
    '',
    'ts',
    'mermaid',
    'math',
    'suggestion',
    ' Mermaid',
    'text',
    'html x=y',
    '@org',
    '&#109;ath',
  ]);
  const end = random.chance(85) ? mark : random.pick(['', '```', '~~~']);
  return `${mark}${info}\n${lines(random, 1 + random.below(3))}\n${end}`;
}

function table(random: Random): string {
  const row = () => `| ${phrase(random, 1)} | ${phrase(random, 1)} |`;
  const rule = random.pick(['| - | - |', '|-|-', '| :-: | -: |', '|-|']);
  return [row(), rule, ...Array.from({ length: random.below(3) }, row)].join('\n');
}

function html(random: Random): string {
  const [start, end] = random.pick([
    ['<div>', '</div>'],
    ['<pre>', '</pre>'],
    ['<script>', '</script>'],
    ['<!--', '-->'],
    ['<?x', '?>'],
    ['<!X', '>'],
    ['<![CDATA[', ']]>'],
    ['<x-y>', '</x-y>'],
    ['</p>', ''],
  ] as const);
  const between = random.pick(['\n', '\n\n', ' ']);
  return `${start}${between}${lines(random, 1 + random.below(2))}${between}${random.chance(80) ? end : ''}`;
}
