import { describe, expect, test } from 'vitest';
import { inertMarkdown } from '../../../core/redact/markdown.ts';
import { dangersIn } from '../../fuzz/markdown/oracle.ts';

const NOTHING = { hosts: new Set<string>(), logins: new Set<string>() };
const inert = (text: string) => inertMarkdown(text, NOTHING, (same) => same);

describe('ordinary Markdown survives', () => {
  test.each([
    ['words with marks', 'A **bold** and *soft* word, ~~gone~~, and `code`.'],
    ['a list', '- one\n- two\n  - three'],
    ['an ordered list', '3. one\n4. two'],
    ['a table', '| a | b |\n| - | :-: |\n| 1 | `x\\|y` |'],
    ['a fence', '```ts\nconst path = "/usr/bin";\n```'],
    ['a fence holding a fence', '````md\n```\nx\n```\n````'],
    ['a quote', '> wise\n>\n> words'],
    ['a heading', '### Findings'],
    ['an anchor', '[below](#findings)'],
    ['names', 'snake_case_name and a path src/core/x.ts:12'],
    ['an emoji', 'fine ✅ and ❤️'],
  ])('%s', (_, markdown) => expect(inert(markdown)).toBe(markdown));

  test('headings start below our own', () => {
    expect(inert('# One\n\n## Two\n\n#### Four')).toBe('### One\n\n### Two\n\n#### Four');
  });

  test('code that holds a line like a command shows it set off', () => {
    expect(inert('```\n/approve now\n/usr/bin/env\n```')).toBe('```\n› /approve now\n/usr/bin/env\n```');
  });

  test('links to allowed hosts stay, except after a closing word', () => {
    const allowed = { hosts: new Set(['github.com']), logins: new Set(['alice']) };
    const text = inertMarkdown(
      '[pr](https://github.com/o/r/pull/1), https://github.com/o, @alice, @alicex. Fixes [it](https://github.com/o/r/issues/1)',
      allowed,
      (same) => same,
    );
    expect(text).toBe(
      '[pr](https://github.com/o/r/pull/1), [github.com/o](https://github.com/o), @alice, `@alicex`. ' +
        'Fixes `hxxps://github.com/o/r/issues/1`',
    );
  });

  test.each([
    'https://github.com.sink.example/',
    'https://github.com:443@sink.example',
    'http://github.com/',
    'https://GITHUB.com\\@x',
  ])('a host that only looks allowed is not: %s', (url) => {
    const allowed = { hosts: new Set(['github.com']), logins: new Set<string>() };
    expect(dangersIn(inertMarkdown(`[x](<${url}>)`, allowed, (same) => same))).toEqual([]);
  });
});

describe('text made to be slow', () => {
  test.each([
    '[a](',
    '![',
    '[^a]',
    '&#x',
    '\\[',
    '*a **b ',
    '`a',
    '<a',
    '- a\n',
    '> ',
    '# a\n',
    '|a|b|\n|-|-|\n',
  ])('%j', (unit) => {
    const before = process.cpuUsage();
    const after = inert(unit.repeat(Math.floor(30_000 / unit.length)));
    expect(dangersIn(after.slice(0, 2_000))).toEqual([]);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(8_000);
  });
});
