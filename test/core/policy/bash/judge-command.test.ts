import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../../../../core/policy/bash/judge-command.ts';

/*
 * The corpus: `+` a command that passes, `-` one that is refused and, behind the last ` | `, words of the reason.
 * A line feed is written ⏎. The heads of each file say what the profile allows and denies.
 */

type Row = { command: string; passes: boolean; words: string };
const folder = new URL('corpus/', import.meta.url);
const files = readdirSync(folder).map((name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  const heads = (key: string) =>
    lines.filter((line) => line.startsWith(`# ${key}: `)).map((line) => line.slice(key.length + 4));
  return { name, rules: { allow: heads('allow'), deny: heads('deny') }, rows: lines.flatMap(readRow) };
});

function readRow(line: string): Row[] {
  if (line.startsWith('+ ')) return [{ command: withFeeds(line.slice(2)), passes: true, words: '' }];
  if (!line.startsWith('- ')) return [];
  const cut = line.lastIndexOf(' | ');
  return [{ command: withFeeds(line.slice(2, cut)), passes: false, words: line.slice(cut + 3) }];
}

function withFeeds(text: string): string {
  return text.replaceAll('⏎', '\n');
}

describe.each(files)('$name', ({ rules, rows }) => {
  test.each(rows)('$command', ({ command, passes, words }) => {
    const objection = expect.objectContaining({
      because: expect.stringContaining(words) as string,
    }) as object;
    expect(judgeCommand(command, rules)).toEqual(passes ? 'pass' : objection);
  });
});

test('there are at least 400 commands, each once in its file', () => {
  expect(files.flatMap(({ rows }) => rows).length).toBeGreaterThanOrEqual(400);
  for (const { name, rows } of files)
    expect(new Set(rows.map(({ command }) => command)).size, name).toBe(rows.length);
});

test('ablation: a judge that looks at the beginning of the text lets most of the refused ones pass', () => {
  const naive = (command: string, { allow }: { allow: string[] }) =>
    allow.some((one) => command.startsWith(one.replace(/ ?\*$/, '')));
  const let_through = files.flatMap(({ rules, rows }) =>
    rows.filter(({ command, passes }) => !passes && naive(command, rules)),
  );
  expect(let_through.length).toBeGreaterThan(100);
});

test.each([
  ['nested substitutions', 'echo ' + '$('.repeat(2000) + ')'.repeat(2000)],
  ['many commands', 'git log; '.repeat(7000)],
  ['one long word', `git log ${'a'.repeat(64_000)}`],
  ['many expansions', `echo ${'$x'.repeat(30_000)}`],
  ['many quotes', `echo ${'"a"\'b\''.repeat(10_000)}`],
  ['deep groups', `${'{ '.repeat(5000)}git log${'; }'.repeat(5000)}`],
  ['nested shells', `${"bash -c 'eval ".repeat(30)}x`],
  ['open here-documents', 'cat <<A\n'.repeat(8000)],
  ['wrappers of wrappers', `${'nice '.repeat(12_000)}git log`],
])(
  '64 KiB of %s get an answer',
  (_name, command) => {
    expect(judgeCommand(command, { allow: ['git log *'], deny: ['git push *'] })).toBeDefined();
  },
  10_000,
);
