import type { Random } from '../../random.ts';

const GLUE = [
  '\n', '\n\n', '\r', '\r\n', ' ', '    ', '\t', '>', '> ', '- ', '`', '```\n', '~~~\n', '<', '<!--', '-->', '<details>', '</details>', '[', '](x)',
  '*', '\\', '|', '---\n', '===\n', '#', '/', '/dispatch', '/dispatch a b\n', '\u200b', '\u202e', '\u0000', '\ufeff', '\ud800', '\u00a0', '\u0085',
]; // prettier-ignore

/** The text with some of it cut, doubled, moved, or with something pushed in between. */
export function mutated(text: string, random: Random): string {
  let now = text;
  for (let times = 1 + random.below(5); times > 0; times--) now = oneChange(now, random);
  return now;
}

function oneChange(text: string, random: Random): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + random.below(40));
  const [above, part, below] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (random.below(5)) {
    case 0:
      return above + below;
    case 1:
      return above + part + part + below;
    case 2:
      return part + above + below;
    default:
      return above + random.pick(GLUE) + part + below;
  }
}
