import type { Random } from '../../random.ts';
import { plainCommand, strangeCommand } from './command-lines.ts';

/** A piece of a comment between empty lines; the agents whose commands count in it, in order. */
export type Block = { text: string; agents: readonly string[] };

/** Where a command never counts; each is closed at its end, whatever the next block is. */
const QUOTING: readonly ((line: string, random: Random) => string)[] = [
  (line, random) => `${'> '.repeat(1 + random.below(6))}${line}`,
  (line) => `> somebody wrote\n${line}`,
  (line) => `> - a\n> ${line}\n>\n> > ${line}`,
  (line) => `On Monday somebody wrote:\n> ${line}`,
  (line, random) =>
    fenced(line, random.pick(['```', '````', '~~~', '~~~~~']), random.pick(['', ' sh', 'js'])),
  (line) => `\`\`\`\`\n\`\`\`\n${line}\n\`\`\`\``,
  (line) => `text\n\n    ${line}\n    ${line}`,
  (line) => `<!--\n\n${line}\n\n-->`,
  (line) => `<!-- ${line}\n${line} -->`,
  (line) => `<details>\n<summary>log</summary>\n\n${line}\n\n</details>`,
  (line) => `<details><details>\n\n</details>\n\n${line}\n\n</details>`,
  (line) => `<blockquote>\n\n${line}\n\n</blockquote>`,
  (line, random) => wrapped(line, random.pick(['pre', 'script', 'style', 'textarea'])),
  (line) => `<div align="center">\n${line}\n</div>`,
  (line) => `see \`code\n${line}\n\` over lines`,
  (line) => `a \`\`b \`\n${line}\n\`\` c`,
  (line) => `a [link\n${line}\n](https://example.com) here`,
  (line) => `a <b title="\n${line.replaceAll('"', '')}\n"> c`,
  (line) => `# ${line}`,
  (line) => `# a\n${line}\n===`,
  (line) => `${line}\nmore\n---`,
  (line) => `| a | b |\n|---|---|\n| ${line} | 2 |\n${line}`,
  (line, random) => `${random.pick(['-', '*', '+', '1.', '2)'])} a\n${line}`,
  (line) => `- a\n\n  \`\`\`\n  ${line}\n  \`\`\``,
  (line) => `- a\n  - b\n    - c\n\n      ${line}`,
  (line) => `- [ ] ${line}`,
  (line) => `[^1]: a\n${line}`,
];

const PLAIN = [
  'Thanks!',
  'It is slow, see #1.',
  'See `x` and **y**.',
  'ünï ☃ 𝒳',
  '![i](https://example.com/i)',
  '***',
  '## Head',
];

function fenced(line: string, run: string, info: string): string {
  return `${run}${info}\n\n${line}\n\n${line}\n${run}`;
}

function wrapped(line: string, element: string): string {
  return `<${element}>\n\n${line}\n\n</${element}>`;
}

/** One block; commands count in few of them, since two in one comment are a mistake. */
export function blockOf(random: Random): Block {
  const kind = random.below(10);
  if (kind < 2) return { text: random.pick(PLAIN), agents: [] };
  if (kind < 4) return counting(random);
  const { text } = random.chance(80) ? plainCommand(random) : strangeCommand(random);
  // A quoted line must not bring an end of what quotes it.
  return { text: random.pick(QUOTING)(text.trimStart(), random), agents: [] };
}

/** A block in which a command stands where it counts, if it is one. */
function counting(random: Random): Block {
  const line = random.chance(70) ? plainCommand(random) : strangeCommand(random);
  const above = random.chance(30) ? `${random.pick(['Thanks!', 'Hello, see `x`:', 'a. b'])}\n` : '';
  return { text: above + line.text, agents: line.agent === null ? [] : [line.agent] };
}
