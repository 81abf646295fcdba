import { randomOf, type Random } from '../random.ts';

/** Programs that exist while lines run: each only writes down how it was called. */
export const STUBS = ['git', 'ls', 'cat', 'evil', 'curl', 'rm', 'grep', 'make'] as const;

/** How deep commands stand in commands. */
const DEEPEST = 3;

/** The command line of one place in a seed. */
export function lineAt(seed: number, place: number): string {
  return list(randomOf(seed, place), 0);
}

function list(random: Random, depth: number): string {
  const count = depth === 0 ? 1 + random.below(3) : 1;
  let line = command(random, depth);
  for (let at = 1; at < count; at += 1)
    line += random.pick(['; ', ' && ', ' || ', ' | ', '\n', ';', ' |& ', '&&']) + command(random, depth);
  return line;
}

function command(random: Random, depth: number): string {
  if (depth >= DEEPEST || random.chance(45)) return simple(random, depth);
  const inner = () => list(random, depth + 1);
  return random.pick([
    () => `( ${inner()} )`,
    () => `{ ${inner()}; }`,
    () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
    () => `for v in ${word(random, depth + 1)} b; do ${inner()}; done`,
    () => `case ${word(random, depth + 1)} in a|${word(random, DEEPEST)}) ${inner()};; *) ${inner()};; esac`,
    () => `while ${inner()}; do break; ${inner()}; done`,
    () => `until ${inner()}; do break; done`,
    () => `f() { ${inner()}; }; f`,
    () => `! ${inner()}`,
    () => `time ${simple(random, depth + 1)}`,
    () => `[[ -n ${word(random, depth + 1)} ]] && ${inner()}`,
    () => `[ a = ${word(random, depth + 1)} ] || ${inner()}`,
    () => `cat <<E\n${text(random, depth + 1)}\nE\n${inner()}`,
    () => `cat <<'E'\n${text(random, depth + 1)}\nE\n${inner()}`,
    () => `cat <<-E\n\t${text(random, depth + 1)}\n\tE\n${inner()}`,
    () => wrapped(random, depth + 1),
    () => wrapped(random, depth + 1),
  ])();
}

function wrapped(random: Random, depth: number): string {
  const inner = simple(random, depth);
  return random.pick([
    () => `env ${inner}`,
    () => `env A=b ${inner}`,
    () => `env -u A ${inner}`,
    () => `command ${inner}`,
    () => `nice -n 1 ${inner}`,
    () => `timeout 5 ${inner}`,
    () => `nohup ${inner}`,
    () => `stdbuf -oL ${inner}`,
    () => `setsid -w ${inner}`,
    () => `bash -c ${quoted(inner)}`,
    () => `sh -c ${quoted(inner)}`,
    () => `eval ${quoted(inner)}`,
    () => `echo x | xargs ${name(random)} ${word(random, DEEPEST)}`,
    () => `echo x y | xargs -n1 ${name(random)}`,
    () => `find /tmp/w -maxdepth 0 -exec ${name(random)} {} \\;`,
    () => `find /tmp/w -maxdepth 0 -exec ${name(random)} a{} +`,
    () => `exec ${inner}`,
    () => `( exec -a x ${inner} )`,
  ])();
}

function quoted(inner: string): string {
  return `'${inner.replaceAll("'", "'\\''")}'`;
}

function simple(random: Random, depth: number): string {
  const before = random.chance(20) ? `${random.pick(['A', 'B', 'c'])}=${word(random, depth)} ` : '';
  const words = Array.from({ length: random.below(4) }, () => word(random, depth));
  const after = random.chance(15) ? ` ${redirection(random, depth)}` : '';
  return `${before}${name(random)} ${words.join(' ')}${after}`;
}

/** A program's name in one of the ways that it can be written. */
function name(random: Random): string {
  const plain = random.pick(STUBS);
  return random.pick([
    plain,
    plain,
    plain,
    `\\${plain}`,
    `'${plain}'`,
    `"${plain}"`,
    `${plain.slice(0, 1)}""${plain.slice(1)}`,
    `${plain.slice(0, 1)}'${plain.slice(1)}'`,
    `$'\\x${plain.charCodeAt(0).toString(16)}'${plain.slice(1)}`,
    `/fuzz/stubs/${plain}`,
    `${plain.slice(0, 1)}\\\n${plain.slice(1)}`,
  ]);
}

function word(random: Random, depth: number): string {
  const plain = random.pick([
    'a',
    'log',
    '-n',
    '--x=y',
    '.',
    '/tmp/w/*',
    '~',
    'a{b,c}',
    '{1..2}',
    '*',
    '#',
    'a#b',
    '\\;',
    '\\ ',
    "''",
    '""',
  ]);
  if (depth >= DEEPEST || random.chance(40)) return plain;
  const inner = () => list(random, depth + 1);
  return random.pick([
    () => `'${random.pick(['a;b', '$(evil)', '`evil`', ' '])}'`,
    () => `"${text(random, depth)}"`,
    () => `$(${inner()})`,
    () => `"$(${inner()})"`,
    () => `\`${name(random).replaceAll(/[\\`]/g, '')} b\``,
    () => `"\`evil "b"\`"`,
    () => `$'a\\'b\\x20;evil'`,
    () => `\${u:-$(${inner()})}`,
    () => `"\${u:-\`evil\`}"`,
    () => `\${HOME/a/$(${inner()})}`,
    () => `$((1 + $(${inner()} ; echo 1)))`,
    () => `$v`,
    () => `"$@"`,
    () => `<(${inner()})`,
    () => `a"b$(${inner()})"'c'`,
    () => `\${#v}`,
    () => `$"x"`,
    () => `$(<a)`,
    () => `$( ( ${inner()} ) )`,
    () => `\${v+"$(${inner()})"}`,
  ])();
}

/** What stands in double quotes or in a here-document. */
function text(random: Random, depth: number): string {
  return random.pick([
    () => 'a b',
    () => `x $(${list(random, depth + 1)}) y`,
    () => '\\$(evil) `ls`',
    () => '$v ${u:-$(evil)}',
    () => "it's $(evil 'a')",
    () => '\\\\$(evil)',
    () => '$((1+1)) \\`evil\\`',
  ])();
}

function redirection(random: Random, depth: number): string {
  return random.pick([
    () => '2>&1',
    () => '>/dev/null',
    () => '2>/dev/null </dev/null',
    () => `< <(${list(random, depth + 1)})`,
    () => `> >(${list(random, depth + 1)})`,
    () => `<<< ${depth >= DEEPEST ? 'a' : word(random, depth + 1)}`,
    () => `> /tmp/w/${random.pick(['a', '"b c"', '$(evil)'])}`,
  ])();
}
