import { randomOf, type Random } from '../random.ts';

/** Programs that are stubs in the fuzzing cage: they only write down how they were called. */
export const STUBS = ['git', 'jq', 'ls', 'rm', 'curl', 'evil', 'cat', 'no'] as const;

/** Real programs that start others, which the stubs' folder links to. */
export const WRAPPERS = [
  'env',
  'timeout',
  'nice',
  'nohup',
  'xargs',
  'find',
  'stdbuf',
  'setsid',
  'sh',
  'bash',
] as const;

const PLAIN = [
  'a',
  'b.ts',
  'push',
  'log',
  '-n',
  '--stat',
  'src/x',
  '-',
  '=',
  'x=y',
  '%',
  '@{1}',
  '.',
  'if',
  'done',
  '}',
  '!',
  '{}',
  '~',
  '1',
  ':',
];
const NAMES = ['a', 'b', 'x', 'y'];
const TRICKS = [
  "'",
  '"',
  '`',
  '$',
  '\\',
  '(',
  ')',
  '{',
  '}',
  '<',
  '>',
  '|',
  '&',
  ';',
  '\n',
  '#',
  '!',
  '*',
  '?',
  '[',
  ']',
  '~',
  '=',
  ' ',
  '\t',
  ',',
  '$(',
  '${',
  '$((',
  '))',
  '((',
  '<(',
  '<<E\n',
  '\nE\n',
  "$'",
  '\\\n',
  '[[ ',
  ' ]]',
  '@(',
  ':-',
  '\\x41',
  'é',
];

/** One line of a seed: the same on every machine, and on its own. */
export function lineAt(seed: number, index: number): string {
  const random = randomOf(seed, index);
  const line = list(random, 1 + random.below(3));
  return random.chance(30) ? distorted(random, line) : line;
}

/** A few characters that bash takes apart, put where they were not meant to be. */
function distorted(random: Random, line: string): string {
  let text = line;
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const at = random.below(text.length + 1);
    const kept = random.chance(40) ? at + 1 : at;
    text = text.slice(0, at) + (random.chance(85) ? random.pick(TRICKS) : '') + text.slice(kept);
  }
  return text;
}

function list(random: Random, depth: number): string {
  let text = command(random, depth);
  for (let more = random.below(3); more > 0; more -= 1)
    text += random.pick(['; ', ' && ', ' || ', ' | ', '\n', ' |& ', ' & ']) + command(random, depth);
  return text;
}

function command(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(40)) return simple(random, depth);
  const inner = () => list(random, depth - 1);
  const text = word(random, depth - 1);
  const all: (() => string)[] = [
    () => `( ${inner()} )`,
    () => `{ ${inner()}\n}`,
    () => `! ${simple(random, depth - 1)}`,
    () => `if ${inner()}\nthen ${inner()}\nelse ${inner()}\nfi`,
    () => `for ${random.pick(NAMES)} in ${text} ${word(random, depth - 1)}; do ${inner()}\ndone`,
    () => `while ${inner()}\ndo ${inner()}\nbreak; done`,
    () => `case ${text} in ${word(random, 0)}) ${inner()};; *) ${inner()}\n;; esac`,
    () => `f() { ${inner()}\n}\nf ${text}`,
    () => `[[ ${text} ${random.pick(['==', '!=', '=~', '-nt'])} ${word(random, depth - 1)} ]] && ${inner()}`,
    () => `[ ${text} = b ] || ${inner()}`,
    () => `(( ${arithmetic(random, depth - 1)} ))`,
    () => `time ${simple(random, depth - 1)}`,
    () => `coproc ${simple(random, depth - 1)}`,
    () => `${random.pick(NAMES)}=${text}`,
    () => `${random.pick(NAMES)}=(${text} ${word(random, depth - 1)})`,
    () => `export ${random.pick(NAMES)}=${text}`,
    () => `eval ${quoted(inner())}`,
    () => `trap ${quoted(inner())} EXIT`,
    () => `${random.pick(['sh', 'bash'])} -c ${quoted(inner())}`,
    () =>
      `cat <<${random.pick(['E', '-E', "'E'", '\\E', '"E"'])} ${random.pick(['', '| jq x', '; ls'])}\n${text}\n${hereBody(random, depth - 1)}\nE`,
    () => `cat <<< ${text}`,
    () => `for ((a=0; a<1; a++)); do ${inner()}\ndone`,
  ];
  return random.pick(all)();
}

function simple(random: Random, depth: number): string {
  const before = random.chance(12) ? `${random.pick(NAMES)}=${word(random, depth - 1)} ` : '';
  const after = random.chance(12)
    ? random.pick([' >f', ' 2>&1', ' <f', ` >${word(random, depth - 1)}`, ' &>f', ' >f 2>&1'])
    : '';
  const prefix = random.chance(15)
    ? random.pick([
        'env ',
        'env a=b ',
        'timeout 1 ',
        'nice ',
        'nice -n 1 ',
        'nohup ',
        'command ',
        'exec ',
        'builtin command ',
        'stdbuf -oL ',
        'setsid -w ',
        'echo a | xargs ',
        'find . -maxdepth 0 -exec ',
        'eval ',
      ])
    : '';
  let text = prefix + program(random);
  for (let words = random.below(4); words > 0; words -= 1)
    text += random.pick([' ', ' ', '  ', '\t', ' \\\n']) + word(random, depth);
  return before + text + (prefix.startsWith('find') ? ' {} \\;' : '') + after;
}

function program(random: Random): string {
  const name = random.pick(STUBS);
  if (random.chance(85)) return name;
  const [first, rest] = [name.slice(0, 1), name.slice(1)];
  const hex = first.codePointAt(0)?.toString(16) ?? '';
  return random.pick([
    `\\${name}`,
    `'${first}'${rest}`,
    `"${name}"`,
    `$'\\x${hex}'${rest}`,
    `${first}\\\n${rest}`,
    `${first}""${rest}`,
    `$a${name}`,
    `\${z:-${name}}`,
    `{${name},x}`,
    `$(echo ${name})`,
  ]);
}

function word(random: Random, depth: number): string {
  let text = part(random, depth);
  while (random.chance(25)) text += part(random, depth);
  return text;
}

function part(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(55)) return flat(random);
  const inner = () => list(random, depth - 1);
  return random.pick<() => string>([
    () => `$(${inner()})`,
    () => `"$(${inner()})"`,
    () => `\`${inner().replaceAll(/[\\`$]/g, '\\$&')}\``,
    () => `"a \`${simple(random, 0).replaceAll(/[\\`$"]/g, '\\$&')}\`"`,
    () => `<(${inner()})`,
    () => `>(${inner()})`,
    () =>
      `\${z${random.pick([':-', '-', ':=', '+', '#', '%%', '/', '//a/', '^', ':?'])}${word(random, depth - 1)}}`,
    () => `"\${z:-${word(random, depth - 1)}}"`,
    () => `$((${arithmetic(random, depth - 1)}))`,
    () => `{${word(random, depth - 1)},${word(random, depth - 1)}}`,
    () => `"${flat(random).replaceAll(/["\\`$]/g, '')}$(${inner()})"`,
    () => `$( (${inner()}) )`,
    () => `$(( ${inner()} ) )`,
    () => `\${a[${random.pick(['0', `$(${inner()})`])}]}`,
  ])();
}

function flat(random: Random): string {
  const text = random.pick(PLAIN);
  return random.pick([
    text,
    text,
    text,
    `'${text} ${random.pick(TRICKS).replaceAll("'", '')}'`,
    `"${text} ;"`,
    `\\${text}`,
    `$'${text}\\n\\''`,
    '$a',
    '"$x"',
    '*',
    '{a,b}',
    "''",
    '#x',
    `"${text}\\"\\$x"`,
    '$?',
    '{1..2}',
    '$"a"',
    '"$@"',
  ]);
}

function arithmetic(random: Random, depth: number): string {
  const inner = depth > 0 && random.chance(40) ? `$(${list(random, depth - 1)})` : '1';
  return random.pick([
    '1 + 2',
    `${inner} + 1`,
    `a[${inner}]`,
    'x = 1',
    '1 << 2',
    `(${inner})`,
    '2 ? 1 : 2',
    `\${z:-${inner}}`,
  ]);
}

function hereBody(random: Random, depth: number): string {
  return random.pick([
    'text',
    `$(${list(random, Math.max(depth, 0))})`,
    '`ls a`',
    '\\$(rm x)',
    "'$(rm y)'",
    '$a ${z:-$(rm z)}',
    'E E',
    '\tE',
    '"',
    "'",
  ]);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
