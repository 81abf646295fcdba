import { describe, expect, test } from 'vitest';
import { inflate } from '../../../edge/codec/inflate.ts';
import { changedParts } from '../../../core/redact/changed-parts.ts';
import { gate, isWithheld } from '../../../core/redact/gate.ts';
import { renderedText } from '../../../core/redact/markdown.ts';
import { review } from '../../../bench/gate-texts.ts';
import { secrets } from './secrets.ts';

const LONG = review(30_000);
const MIDDLE = LONG.indexOf('\n\n### ', LONG.length / 2);
const within = (text: string) => `${LONG.slice(0, MIDDLE)}\n\n${text}${LONG.slice(MIDDLE)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
/** Base64 twice, which nothing reads through but the search that turns a text every way. */
const HIDDEN = base64(base64(secrets.GITHUB));
const pieces = (length: number, put: (piece: string) => string) =>
  HIDDEN.replace(new RegExp(`.{1,${length}}`, 'g'), put);

describe('what of a long text is searched again as it is read', () => {
  test('little, where only marks differ', () => {
    expect(changedParts(LONG, renderedText(LONG)).length).toBeLessThan(LONG.length / 3);
  });
  test('a word that is new, with what is around it', () => {
    const changed = changedParts(LONG, within('a new word here'));
    expect(changed).toContain('a new word here');
    expect(changed.length).toBeLessThan(LONG.length / 3 + 2100);
  });
  test.each([
    ['marks inside', 'kQ7**vX**z2L'],
    ['a long word between marks', '**kQ7vXz2LmW9pRt4s**'],
    ['single letters between marks', 'and **k** then **Q**'],
  ])('a word that may be part of a disguise: %s', (_, text) => {
    const source = within(text);
    expect(changedParts(source, renderedText(source))).toContain(renderedText(text));
  });
});

describe('a long text with a value that shows only when the marks are read', () => {
  test.each([
    ['down a list', pieces(4, (piece) => `- ${piece}\n`)],
    ['in fences', `\n${pieces(6, (piece) => `\n\`\`\`ts\n${piece}\n\`\`\`\n`)}`],
    ['in cells', `| a |\n|---|\n${pieces(5, (piece) => `| ${piece} |\n`)}`],
    ['under headings', pieces(9, (piece) => `## ${piece}\n\n`)],
    ['with marks inside', pieces(5, (piece) => `${piece.slice(0, 3)}**${piece.slice(3)}**`)],
  ])('is withheld: %s', (_, text) => {
    expect(
      isWithheld(gate(within(text), 'comment', { secrets: { TOKEN: secrets.GITHUB } }, { inflate })),
    ).toBe(true);
  });
  test.each([
    ['a run of marks in a word', `a${'*'.repeat(50_000)}a`],
    ['a run of dashes', `${'-'.repeat(50_000)}x`],
    ['spaces', `${' '.repeat(50_000)}x`],
  ])('costs no more than its length: %s', (_, text) => {
    const before = performance.now();
    changedParts(`${text} b`, `b ${text} a`);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
