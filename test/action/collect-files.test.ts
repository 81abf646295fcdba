import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { collectFiles, type ToKeep } from '../../action/collect-files.ts';
import { isRefusal } from '../../core/refusal.ts';
import { lookAtFile } from '../../edge/files/look-at-file.ts';

/* What an agent handed in is read when nobody works in its copy any more, and judged as if nobody had before. */

const root = mkdtempSync(join(tmpdir(), 'collect-files-'));
const copy = join(root, 'copy');
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
});

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);
const put = (path: string, content: string | Buffer) => writeFileSync(join(copy, path), content);
const collected = (files: ToKeep['files'], more: Partial<ToKeep> = {}) =>
  collectFiles({
    copy,
    files,
    limits: { file_kb: 2, max_kb: 3 },
    lookAt: (path) => lookAtFile(copy, path),
    ...more,
  });
const why = (found: ReturnType<typeof collected>) => (isRefusal(found) ? found.because : 'it was taken');

test('text is read as it is, and a picture byte by byte', () => {
  put('a.md', '\uFEFFünï\r\n');
  put('out', PNG);
  expect(
    collected([
      { name: 'a.md', path: 'a.md' },
      { name: 'p.png', path: 'out' },
    ]),
  ).toEqual([
    { name: 'a.md', text: '\uFEFFünï\r\n', isText: true },
    { name: 'p.png', text: PNG.toString('latin1'), isText: false },
  ]);
});

describe('all of it is refused, and it is said why, where', () => {
  test.each<[string, string, () => void, RegExp]>([
    [
      'a file has become a link',
      'a.md',
      () => symlinkSync('/etc/passwd', join(copy, 'a.md')),
      /symbolic link/,
    ],
    ['a file is gone', 'a.md', () => {}, /is not there/],
    ['it is not UTF-8', 'a.md', () => put('a.md', Buffer.from([0xff])), /does not hold text/],
    ['it holds null bytes', 'a.md', () => put('a.md', 'a\0b'), /does not hold text/],
    ['a picture is none', 'a.png', () => put('a.png', '<svg onload=alert(1)>'), /begins with/],
    [
      'it is larger than one file may be',
      'a.md',
      () => put('a.md', 'x'.repeat(2001)),
      /takes 3 kB and may take 2/,
    ],
  ])('%s', (_, name, act, words) => {
    put('good.md', 'good');
    act();
    expect(
      why(
        collected([
          { name: 'good.md', path: 'good.md' },
          { name, path: name },
        ]),
      ),
    ).toMatch(words);
  });

  test('together they are larger than all of them may be', () => {
    put('a.md', 'x'.repeat(2000));
    put('b.md', 'x'.repeat(2000));
    const files = ['a.md', 'b.md'].map((name) => ({ name, path: name }));
    expect(why(collected(files))).toMatch(/take 4 kB together and may take 3/);
  });
});

test('where nobody looks at them first, the reader itself follows no link and takes no more than it may', () => {
  symlinkSync('/etc/passwd', join(copy, 'a.md'));
  const blind = { lookAt: () => ({ bytes: 1 }) };
  expect(() => collected([{ name: 'a.md', path: 'a.md' }], blind)).toThrow(/ELOOP/);
  put('b.md', 'x'.repeat(2001));
  expect(why(collected([{ name: 'b.md', path: 'b.md' }], blind))).toMatch(/has grown/);
  // What it looks for is what makes the difference.
  put('c.md', 'x');
  expect(collected([{ name: 'c.md', path: 'c.md' }], blind)).toHaveLength(1);
});
