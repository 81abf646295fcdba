import type { Random } from '../../random.ts';
import { plainCommand } from './command-lines.ts';

/** GitHub keeps no longer comment. */
export const LONGEST = 65_536;

/** What a parser may take long over, when there is much of it. */
const PIECES = [
  '/dispatch a b\n', '/dispatch\n', '/dispatch ', ' ', '\t', '\u00a0', '(', '[', '![', '](', '[a](', '<', '<a ', '<!--', '<!-->',
  '-->', '<?', '<![CDATA[', '</', '<details>', '</details>', '`', '``` ', '`a', '```\n', '~~~\n', '> ', '>', '> > \n', '- ', '-\n',
  '- - \n', '1. ', '1) a\n', '* a\n  ', '*a ', '**a_b', '_', '*', '~', '|', '|a', 'a|b\n-|-\n', '|-|', '===\n', '---\n', '# ', '\\', '&amp;',
  '&#', '\r', '\r\n', '\n', '\n\n', '\n \n', '[^1]: a\n', '[a]: b\n', 'http://', 'www.a.', 'a@b.', '/', '--a=b ', '"', "'", '--a="', 'x', 'é',
  '\u200b', '\u202e', '\ud800', '𝒳', '\u0000', '\ufeff', '    a\n', ' /dispatch a b\r', '\n    /dispatch a b', '> /dispatch a b\n', '- /dispatch a b\n',
]; // prettier-ignore

/** A comment of up to the most characters that GitHub takes, of a few pieces again and again. */
export function flood(random: Random): string {
  const pieces = Array.from({ length: 1 + random.below(3) }, () => random.pick(PIECES));
  const length = random.pick([2_000, 5_000, 20_000, LONGEST, LONGEST]);
  const { text: command } = plainCommand(random);
  const parts = random.chance(25)
    ? growing(random.pick(pieces), length)
    : pieces.map((piece) => piece.repeat(1 + random.below(random.pick([2, 60, 2_000]))));
  const middle = parts.join('').slice(0, length);
  const around = random.pick([
    [`${command}\n`, ''],
    ['', `\n${command}`],
    ['', `\n\n${command}`],
    [`a\n\n${command}\n`, `\n\n${command}`],
    ['', ''],
  ]);
  const full = middle.repeat(1 + Math.floor(length / Math.max(1, middle.length)));
  const [above = '', below = ''] = around;
  return above + full.slice(0, length - above.length - below.length) + below;
}

/** Runs of a piece that get longer and longer: nothing that opens one closes another. */
function growing(piece: string, length: number): string[] {
  const runs: string[] = [];
  for (let sum = 0, run = 1; sum < length; run += 1) {
    runs.push(`${piece.repeat(run)} a`);
    sum += piece.length * run + 2;
  }
  return runs;
}
