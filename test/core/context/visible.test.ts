import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleMarkdown } from '../../../core/context/visible.ts';

const SECRET = 'OBEY me';

describe('what nobody sees of a comment is taken out, and counted', () => {
  test.each([
    ['an HTML comment', `a <!-- ${SECRET} --> b`, 'a  b'],
    ['a comment over lines', `a\n<!--\n\n${SECRET}\n\n-->\nb`, 'a\n\nb'],
    ['a comment that never ends', `a\n<!-- ${SECRET}\n\nmore`, 'a\n'],
    ['one in a quote', `> <!-- ${SECRET}`, '> '],
    ['one that looks ended', `a <!--> <!-- ${SECRET} --> b`, null],
    ['an instruction to programs', `a <? ${SECRET} ?> b`, 'a  b'],
    ['a declaration', `a <!X ${SECRET}> b`, 'a  b'],
    ['CDATA', `a <![CDATA[ > ${SECRET} ]]> b`, 'a  b'],
    ['a hidden element', `a <p hidden>${SECRET} <p>x</p> ${SECRET}</p> b`, 'a  b'],
    ['an element without a colour', `a <span style="COLOR: white">${SECRET}</span> b`, 'a  b'],
    ['an element without a size', `a <span style='font-size:0px'>${SECRET}</span> b`, 'a  b'],
    ['a hidden element that stays open', `a <div hidden>${SECRET}`, 'a '],
    ['a style sheet', `a <style>${SECRET}</style> b`, 'a  b'],
    ['an attribute', `a <b data-x="> ${SECRET}">x</b> b`, 'a <b>x</b> b'],
    ['an attribute without a value', `a <b OBEY me>x</b> b`, 'a <b>x</b> b'],
    [
      'words for a picture',
      `a <img src="https://x.test/p.png" alt="${SECRET}"> b`,
      'a <img src="https://x.test/p.png"> b',
    ],
    ['a very long attribute', `a <b x="${SECRET}${'y'.repeat(9000)} > ${SECRET}">x</b>`, 'a <b>'],
    ['words for a picture in Markdown', `a ![${SECRET}](p.png) b`, 'a ![](p.png) b'],
    ['the title of a link', `a [x](y "${SECRET}") b`, 'a [x](y) b'],
    ['a link without words', `a [](OBEY-me) b`, 'a  b'],
    ['a definition that is a comment', `a\n\n[//]: # (${SECRET})\nb`, 'a\n\n\nb'],
    ['a definition by its name', `a\n\n[${SECRET}]: x\nb`, 'a\n\n\nb'],
    ['the title of one that is used', `[a]\n\n[a]: b\n  "${SECRET}"\n`, '[a]\n\n[a]: b\n'],
    ['a footnote that is never referred to', `a\n\n[^1]: ${SECRET}\n\nb`, 'a\n\n\n\nb'],
    ['letters without a shape', 'a\u{E0001}\u{E0041}\u{E0042} b', 'a b'],
    ['reading directions', 'a\u202E b', 'a b'],
    ['a split word', 'O\u200BB\u200BEY', null],
  ])('%s', (_name, written, left) => {
    const { text, hidden } = visibleMarkdown(written);
    expect(hidden).toBeGreaterThan(0);
    expect(text).not.toContain('OBEY me');
    expect(text).toBe(left ?? text);
  });
});

describe('what people see stays, and nothing is counted', () => {
  test.each([
    ['plain words', 'if a < b and c > d, then é 漢字 👍🏽 👨‍👩‍👧'],
    ['code in a fence', '```html\n<div hidden data-x="a b"><!-- x --></div>\n```\n'],
    ['links', 'see [a](https://x.test), [b] and <https://y.test>\n\n[b]: https://z.test\n'],
    ['GitHub’s pictures', '![image](https://x.test/1)\n<img width="10" alt="Image" src="https://x.test/2">'],
    ['footnotes', 'a[^1]\n\n[^1]: said so\n'],
    ['type arguments', 'a Map<String, List<T>> here'],
  ])('%s', (_name, written) => {
    const { text, hidden } = visibleMarkdown(written);
    expect({ hidden, length: text.length > 0 }).toEqual({ hidden: 0, length: true });
    expect(
      text.replace('<img src="https://x.test/2">', '<img width="10" alt="Image" src="https://x.test/2">'),
    ).toBe(written.replace(/\u200D/g, ''));
  });
});

test('what is folded away stays, and is marked', () => {
  expect(visibleMarkdown('<details open><summary>x</summary>y</details>')).toEqual({
    text: '[collapsed:]<summary>x</summary>y[end of what is collapsed]',
    hidden: 0,
  });
});

test('each passage counts', () => {
  expect(visibleMarkdown('<!-- a --> b <!-- c --> d\u200B').hidden).toBe(3);
});

const pieces = [
  '<',
  '>',
  '<!--',
  '-->',
  '"',
  '=',
  '<div hidden>',
  '</div>',
  '[a]: ',
  '```\n',
  '\n',
  'x',
  '`',
  '(',
  ')',
  '![',
  '](',
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((some) => some.join(''));

test('the same text always gives the same, and no comment is left in it outside code', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const first = visibleMarkdown(text);
      expect(visibleMarkdown(text)).toEqual(first);
      expect(/```/.test(text) || !/<!--[^]*-->/.test(first.text)).toBe(true);
    }),
  );
});

test.each([
  '<a ',
  '<a b="',
  '<!--',
  '[a]: x\n',
  '![',
  '<div hidden>',
  '[x](y "',
  '> ',
  '[^a]: b\n',
  '<style ',
])('the longest comment made of %j is read within a second', (piece) => {
  const began = performance.now();
  visibleMarkdown(piece.repeat(Math.ceil(65_536 / piece.length)));
  expect(performance.now() - began).toBeLessThan(1000);
});
