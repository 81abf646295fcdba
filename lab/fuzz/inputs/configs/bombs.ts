import type { Random } from '../../random.ts';
import { SECRET, validText } from './texts.ts';

/** Texts that may never become a configuration, whatever else is in them. */
const BOMBS: readonly ((random: Random) => string)[] = [
  (random) => `${validText(random)}x: &a 1\ny: *a\n`,
  () => billionLaughs(9),
  (random) => `${validText(random)}<<: {version: 1}\n`,
  (random) => `${validText(random)}__proto__: {polluted: true}\n`,
  (random) => `${validText(random)}constructor: {prototype: {polluted: true}}\n`,
  (random) => validText(random).replace('agents:\n', 'agents:\n  __proto__:\n    description: x\n'),
  (random) => `${validText(random)}version: 1\n`,
  (random) => `\ufeff${validText(random)}`,
  (random) => `${validText(random)}x: "${random.pick(['\u0000', '\u0007', '\u001b', '\ud800', '\udfff', '\ufffe', '\u200b\u0000'])}"\n`,
  (random) => `%YAML 1.1\n---\n${validText(random)}`,
  (random) => `${validText(random)}---\n${validText(random)}`,
  (random) => `${validText(random)}x: !!${random.pick(['js/function', 'binary', 'python/object:os.system', 'set'])} a\n`,
  (random) => random.pick(['[', '{', '{a: ', '- ', '? ', '[{']).repeat(random.pick([50, 5_000, 120_000])),
  (random) => nested(random.pick([70, 600, 3_000])),
  (random) => `${'k'.repeat(random.pick([200, 5_000, 200_000]))}: 1\n`,
  (random) => `${validText(random)}x: ${random.pick(['x', 'é', '"', "'", '|', '#'])}${'y'.repeat(random.pick([300_000, 1_000_000]))}\n`,
  (random) => Array.from({ length: random.pick([300, 3_000, 30_000]) }, (_, at) => `k${at}: 1`).join('\n'),
  (random) => random.pick(['- a\n', 'a:\n', ': \n', '?\n', '[],', '\n', ' \n', '\t\n', '"\n', "'", '#\n', '|\n', 'a: b: c\n']).repeat(random.pick([100, 5_000, 60_000])),
  (random) => Buffer.from(validText(random), 'utf16le').toString(random.pick(['latin1', 'utf8'])),
  (random) => `${validText(random)}x: ${Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x80]).toString('utf8')}\n`,
  (random) => `${validText(random)}token: ${SECRET}\n`,
  (random) => `${validText(random)}${SECRET}: 1\n`,
  (random) => validText(random).replace('version: 1', `version: ${SECRET}`),
  (random) => validText(random).replace('version: 1', `version: ${random.pick(['.inf', '.nan', '1e999', '-1', '1.5', 'true', '~', '[]'])}`),
]; // prettier-ignore

/** One text that has to be refused. */
export function bomb(random: Random): string {
  return random.pick(BOMBS)(random);
}

/** Anchors within anchors: nine lines that would be a billion words. */
function billionLaughs(levels: number): string {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
  for (let at = 1; at < levels; at += 1)
    lines.push(
      `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\n`;
}

function nested(levels: number): string {
  return Array.from({ length: levels }, (_, at) => `${' '.repeat(at)}a:\n`)
    .join('')
    .slice(0, 300_000);
}
