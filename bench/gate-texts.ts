import { randomOf } from '../lab/fuzz/random.ts';

/** Lines as a run's event stream has them: JSON with words, code and numbers. */
export function events(length: number): Uint8Array {
  const lines: string[] = [];
  for (let size = 0, at = 0; size < length; at++) {
    const random = randomOf(2, at);
    const code = `const total${at} = items.filter((item) => item.size > ${random.below(9999)}).length;\n`;
    const line = JSON.stringify({
      type: 'assistant',
      uuid: `${random.below(2 ** 31).toString(16)}-${random.below(65536).toString(16)}`,
      message: {
        content: [
          { type: 'text', text: `Step ${at} reads the next file.\n${code.repeat(1 + random.below(6))}` },
        ],
      },
    });
    lines.push(line);
    size += line.length + 1;
  }
  return Buffer.from(lines.join('\n')).subarray(0, length);
}

const WORDS = (
  'the a this each value file test change request error reader handler returns throws waits when because without ' +
  'after before only never twice once is are was has been called closed empty missing wrong slow long that which it'
).split(' ');

/** Markdown as a reviewer writes it: headings, paragraphs, lists, names in code spans, code and tables. */
export function review(length: number): string {
  const parts: string[] = [];
  for (let size = 0, at = 0; size < length; at++) {
    const part = section(at);
    parts.push(part);
    size += part.length + 2;
  }
  return parts.join('\n\n');
}

function section(at: number): string {
  const random = randomOf(3, at);
  const word = () => WORDS[random.below(WORDS.length)] ?? '';
  const name = () => `\`${word()}${random.below(99)}.${word()}_${word()}\``;
  const sentence = () =>
    `${Array.from({ length: 6 + random.below(12) }, word).join(' ')} ${name()}, ${word()} **${word()} ${word()}**.`;
  const lines = (count: number, make: (line: number) => string) =>
    Array.from({ length: count }, (_, line) => make(line)).join('\n');
  return [
    `### ${at + 1}. ${word()} ${word()} in ${name()}`,
    lines(2 + random.below(4), sentence),
    lines(2 + random.below(5), () => `- ${sentence()}`),
    `\`\`\`ts\n${lines(2 + random.below(6), (line) => `const ${word()}${line} = ${word()}(${random.below(999)});`)}\n\`\`\``,
    `| file | lines |\n|---|---|\n${lines(2, () => `| ${name()} | ${random.below(999)} |`)}`,
  ].join('\n\n');
}
