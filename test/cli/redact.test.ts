import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfTest } from '../../cli/redact/self-test.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { ROOT, run } from './run-dispatch.ts';

const TOKEN = 'ghp_Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
const VALUE = 'kQ7vXz2LmW9pRt4sYb6nHd3fJg8cTa5e';
const LINE = 'a line of a log with some words in it, and a number 4711\n';
const DISPATCH = join(ROOT, 'cli/dispatch');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redact-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const env = (more: NodeJS.ProcessEnv = {}) => ({ PATH: '/usr/bin:/bin', ...more });
const named = env({ DISPATCH_SECRETS: 'VALUE', VALUE });
function redact(content: string | Uint8Array, words: readonly string[] = [], vars = env()) {
  writeFileSync(join(folder, 'in'), content);
  return run(DISPATCH, ['redact', 'in', ...words], { cwd: folder, env: vars });
}
const shell = (line: string, vars = env()) =>
  run('/bin/bash', ['--norc', '-c', line.replaceAll('REDACT', `${DISPATCH} redact`)], {
    cwd: folder,
    env: vars,
  });

describe('as a filter', () => {
  test('masks shapes and named values, and keeps the rest', async () => {
    const text = `${LINE}token ${TOKEN}\nvalue "${VALUE}", no end of line`;
    expect(await redact(text, [], named)).toEqual({
      code: 0,
      out: `${LINE}token [redacted: github-token]\nvalue "[redacted: VALUE]", no end of line`,
      err: '',
    });
    expect((await redact(text)).out).toContain(VALUE);
    expect((await shell('REDACT < in')).out).toContain('[redacted: github-token]');
  });

  test.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['one byte', 'x'],
    ['no final end of line', 'a\nb'],
    ['invalid UTF-8, NUL and halves of surrogates', Buffer.from([0xff, 0, 0xc3, 0xed, 0xa0, 0x80, 0xf4, 10])],
    ['every byte', Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 255)],
    ['a long line', 'x'.repeat(3_000_000)],
    ['lines that end with CR LF', LINE.replace('\n', '\r\n').repeat(4000)],
  ])('passes %s through byte for byte', async (_, content) => {
    writeFileSync(join(folder, 'in'), content);
    expect(await shell('REDACT in | cmp - in && cat in | REDACT | cmp - in', named)).toMatchObject({
      code: 0,
      err: '',
    });
  });

  test('is cut off at a hidden value, with its place and without it', async () => {
    const hidden = Buffer.from(VALUE).toString('base64');
    const before = LINE.repeat(5000);
    const { code, out, err } = await redact(`${before}ü ${hidden}\n`, [], named);
    expect([code, before.startsWith(out), out.length > 100_000]).toEqual([3, true, true]);
    expect(err).toContain(`VALUE at line 5001, column 3 (byte ${before.length + 3}), after base64`);
    expect(err).not.toContain(hidden.slice(0, 8));
    expect(err).not.toContain(VALUE.slice(0, 8));
  });

  test('ends quietly when its reader does, and stops whoever writes', async () => {
    const { out, err } = await shell('yes words | REDACT | head -n 2; echo "${PIPESTATUS[@]}"');
    expect([out, err]).toEqual(['words\nwords\n141 0 0\n', '']);
  });
});

describe('what it is asked', () => {
  test('warns of variables without a value, and of weak ones', async () => {
    const vars = env({
      DISPATCH_SECRETS: 'NONE, EMPTY,SHORT,WEAK',
      EMPTY: ' ',
      SHORT: 'abc',
      WEAK: 'password',
    });
    const { code, out, err } = await redact('the password of abc', [], vars);
    expect([code, out]).toEqual([0, 'the [redacted: WEAK] of abc']);
    expect(err.split('\n')).toEqual([
      'dispatch redact: NONE is not set: it is not looked for.',
      'dispatch redact: EMPTY is empty: it is not looked for.',
      'dispatch redact: SHORT is too short to be looked for.',
      'dispatch redact: WEAK is weak: it is found whole, not by a part of it.',
      '',
    ]);
  });

  test.each(['A,', 'A B', '1A', ',B', TOKEN, 'A,p@ss'])(
    'takes no list like %j, nor repeats it',
    async (list) => {
      const { code, err } = await redact('x', [], env({ DISPATCH_SECRETS: list, A: VALUE }));
      expect([code, err]).toEqual([2, expect.stringMatching(/^DISPATCH_SECRETS: entry \d/)]);
      expect(err).not.toContain(list);
    },
  );

  test('a missing file is told, and a command line that makes no sense', async () => {
    for (const words of [['none'], [folder]])
      expect(await run(DISPATCH, ['redact', ...words], { cwd: folder })).toMatchObject({ code: 1, out: '' });
    for (const words of [['a', 'b'], [''], ['--json'], ['--self-test', 'a'], ['--no']])
      expect(await run(DISPATCH, ['redact', ...words], { cwd: folder })).toMatchObject({
        code: 2,
        err: expect.stringContaining('--help'),
      });
    expect((await run(DISPATCH, ['redact', '--help'], {})).out).toContain('Examples:');
  });
});

describe('--explain', () => {
  const hidden = Buffer.from(VALUE).toString('base64');
  const text = `${LINE}ü ${TOKEN} and ${VALUE}\n${hidden}, again ${TOKEN}`;

  test('lists kinds, places, views and digests, and no value', async () => {
    const { code, out } = await redact(text, ['--explain'], named);
    const rows = out.trimEnd().split('\n');
    const cells = rows.slice(1, -1).map((row) => row.split(/ {2,}/));
    expect(code).toBe(3);
    expect(cells).toEqual([
      ['2:3', '60', 'github-token', 'in plain sight', expect.stringContaining(sha256(TOKEN))],
      ['2:48', '105', 'VALUE', 'in plain sight', 'masked by name'],
      ['3:1', '138', 'VALUE', 'after base64', 'withholds the text'],
      ['3:53', '190', 'github-token', 'in plain sight', expect.stringContaining(sha256(TOKEN))],
    ]);
    expect(rows.at(-1)).toBe(`4 findings in ${Buffer.byteLength(text)} bytes`);
    for (const value of [TOKEN, VALUE, hidden, sha256(VALUE)]) expect(out).not.toContain(value.slice(0, 8));
  });

  test('as JSON, and 0 when nothing would be withheld', async () => {
    const { code, out } = await redact(text, ['--explain', '--json']);
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ type: 'finding', line: 2, column: 3, byte: 60, sha256: sha256(TOKEN) }),
      expect.objectContaining({ type: 'finding', line: 3, column: 53, kind: 'github-token' }),
      { type: 'summary', findings: 2, bytes: Buffer.byteLength(text), withholds: false },
    ]);
  });
});

describe('--self-test', () => {
  test('finds all that it plants', async () => {
    const { code, out } = await run(DISPATCH, ['redact', '--self-test'], {});
    expect(out).toMatch(
      /^(\d+) of \1 planted secrets found \(\d+ kinds\); (\d+) of \2 clean texts unchanged\n$/,
    );
    expect(code).toBe(0);
  });

  test('and misses everything where nothing is masked', () => {
    const lines: string[] = [];
    const code = selfTest(
      (line) => void lines.push(line),
      (bytes) => ({ text: bytes, withheld: [] }),
    );
    expect([code, lines.at(-1)]).toEqual([1, expect.stringMatching(/^0 of \d+ planted secrets found/)]);
  });
});
