import { describe, expect, test } from 'vitest';
import { inflate } from '../../../edge/codec/inflate.ts';
import { changedLines } from '../../../core/redact/changed-lines.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';
import { review } from '../../../bench/gate-texts.ts';
import { secrets } from './secrets.ts';

const LONG = `${review(30_000).trim()}\n`;
const MIDDLE = LONG.indexOf('\n\n### ', LONG.length / 2);
const within = (text: string) => `${LONG.slice(0, MIDDLE)}\n\n${text}${LONG.slice(MIDDLE)}`;
const posted = (text: string, secret = secrets.GITHUB) =>
  gate(text, 'comment', { secrets: { TOKEN: secret } }, { inflate });

describe('what of a long text is searched again as it is written', () => {
  test('nothing, where each line stands as it came, tables apart', () => {
    const out = posted(LONG);
    if (isWithheld(out)) throw new Error('clean text was withheld');
    expect(reveal(out)).toContain('| - | - |');
    expect(changedLines(LONG, reveal(out)).length).toBeLessThan(LONG.length / 10);
    expect(changedLines(LONG, LONG)).toBe('');
  });
  test('a line that is new, with what is around it', () => {
    const changed = changedLines(LONG, within('a new line here'));
    expect(changed).toContain('a new line here');
    expect(changed.length).toBeLessThan(5000);
  });
  test('a line with a sign that is new', () => {
    const changed = changedLines(within('a line here'), within('a line, here'));
    expect(changed).toContain('a line, here');
    expect(changed.length).toBeLessThan(5000);
  });
  test('where a line is missing, what comes together there', () => {
    const changed = changedLines(within('above\nbetween\nbelow'), within('above\nbelow'));
    expect(changed).toContain('above\nbelow');
    expect(changed.length).toBeLessThan(5000);
  });
  test('the end, where lines are missing behind it', () => {
    expect(changedLines(`${LONG}\nmore`, LONG)).toBe(LONG.slice(-1024));
  });
  test('all of it, where the lines stand in another order', () => {
    const lines = LONG.split('\n').filter((line) => line.length > 40);
    const changed = changedLines(lines.join('\n'), lines.toReversed().join('\n'));
    expect(changed.length).toBeGreaterThan(lines.join('\n').length * 0.9);
  });
  test('a row between the head of a table and the rest says nothing but how its columns stand', () => {
    expect(changedLines('| a | b |\n|:---|---|\nx', '| a | b |\n| :- | - |\nx')).toBe('');
    expect(changedLines('| a | b |\n|:---|---|\nx', '| a | b |\n| - | :- |\nx')).not.toBe('');
  });
  test.each([
    ['dashes', `${'-'.repeat(60_000)}x`],
    ['rows', '|-|:'.repeat(15_000)],
    ['lines of them', '|:-|-\t|\n'.repeat(8000)],
  ])('costs no more than its length: %s', (_, text) => {
    const before = performance.now();
    changedLines(`${text} b`, `b ${text} a`);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('a long text with a value that comes together only as it is written', () => {
  // Base64 of what is base64 already, so that no other search sees through its pieces.
  const hidden = Buffer.from(Buffer.from(secrets.GITHUB).toString('base64')).toString('base64');
  const pieces = hidden.match(/.{1,12}/g) ?? [];
  test.each([
    ['with definitions between', pieces.map((piece, at) => `${piece}\n\n[r${at}]: https://example.com\n\n`)],
    ['with comments between', pieces.map((piece) => `${piece}\n<!-- nothing -->\n`)],
    ['with escapes between', [pieces.join('\\\n')]],
  ])('is withheld: %s', (_, parts) => {
    expect(isWithheld(posted(within(parts.join(''))))).toBe(true);
  });
});
