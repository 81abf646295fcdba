import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasLine,
  isRange,
  rangesOf,
  readDiffLines,
  type DiffLines,
} from '../../../core/output/diff-lines.ts';

const DIFF = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,4 +1,4 @@ function
 one
-two
+TWO
 three
 four
@@ -20,2 +20,3 @@
 twenty
+more
 twenty one
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
--- a/src/a.ts
diff --git "a/\\303\\244 \\"q\\".txt" "b/\\303\\244 \\"q\\".txt"
new file mode 100644
--- /dev/null
+++ "b/\\303\\244 \\"q\\".txt"
@@ -0,0 +1,2 @@
+++ b/src/a.ts
+@@ -1 +1 @@
diff --git a/old name b/new name
similarity index 90%
rename from old name
rename to new name
--- a/old name\t
+++ b/new name\t
@@ -1 +1 @@
-x
+y
diff --git a/pic.png b/pic.png
Binary files a/pic.png and b/pic.png differ
`;

const at = (path: string, side: 'LEFT' | 'RIGHT', line: number) => ({ path, side, line });

describe('a unified diff', () => {
  const lines = readDiffLines(DIFF);

  test('has its added, unchanged and deleted lines, under the path that a file has in the end', () => {
    expect([...lines.keys()]).toEqual(['src/a.ts', 'gone.txt', 'ä "q".txt', 'new name']);
    expect(rangesOf(lines, 'src/a.ts', 'RIGHT')).toBe('1-4, 20-22');
    expect(rangesOf(lines, 'src/a.ts', 'LEFT')).toBe('2');
    expect(rangesOf(lines, 'gone.txt', 'LEFT')).toBe('1');
    expect(rangesOf(lines, 'gone.txt', 'RIGHT')).toBe('');
    expect(rangesOf(lines, 'ä "q".txt', 'RIGHT')).toBe('1-2');
  });

  test('has ranges within one hunk, from above to below', () => {
    const isIn = (first: ReturnType<typeof at>, last: ReturnType<typeof at>) => isRange(lines, first, last);
    expect(isIn(at('src/a.ts', 'RIGHT', 1), at('src/a.ts', 'RIGHT', 4))).toBe(true);
    expect(isIn(at('src/a.ts', 'LEFT', 2), at('src/a.ts', 'RIGHT', 2))).toBe(true);
    expect(isIn(at('src/a.ts', 'RIGHT', 2), at('src/a.ts', 'LEFT', 2))).toBe(false);
    expect(isIn(at('src/a.ts', 'RIGHT', 4), at('src/a.ts', 'RIGHT', 20))).toBe(false);
    expect(isIn(at('src/a.ts', 'RIGHT', 3), at('src/a.ts', 'RIGHT', 3))).toBe(false);
    expect(isIn(at('gone.txt', 'LEFT', 1), at('src/a.ts', 'RIGHT', 3))).toBe(false);
  });

  test('that is cut in a hunk has the lines that are there; one that is combined has none', () => {
    const cut = readDiffLines(DIFF.slice(0, DIFF.indexOf(' three')));
    expect(rangesOf(cut, 'src/a.ts', 'RIGHT')).toBe('1-2');
    expect(readDiffLines('diff --cc a\n--- a/a\n+++ b/a\n@@@ -1,1 -1,1 +1,1 @@@\n++x\n').get('a')?.size).toBe(
      0,
    );
  });

  test('may be anything: it never throws', () => {
    const pieces = fc.constantFrom(
      'diff --git a/a b/a',
      '--- a/a',
      '+++ b/a',
      '@@ -1,3 +1,2 @@',
      '@@ -9 +0,0 @@',
      '+x',
      '-x',
      ' x',
      '',
      '\\ No',
      '+++ "b/\\9"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (texts) => {
        readDiffLines(texts.join('\n'));
      }),
    );
  });
});

describe('the lines of random changes', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'diff-lines-'));
    git('init', '-q', '.');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.autocrlf=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        HOME: root,
      },
    });

  /** A tree of these files. */
  const treeOf = (files: Record<string, string>) => {
    for (const name of NAMES) rmSync(join(root, name), { force: true });
    mkdirSync(join(root, 'dir'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    git('add', '-A', '.');
    return git('write-tree').trim();
  };

  const NAMES = ['a.txt', 'dir/b c', 'ä"ö.txt', 'tab\there', 'back\\slash', '-- a'];
  const plain = fc.constantFrom('x', 'y', 'z', '', '++ b/a.txt', 'r\r', '\0');
  const heads = fc.constantFrom('-- a/a.txt', '@@ -1 +1 @@', 'diff --git a/q b/q', '\\ No newline');
  const line = fc.oneof(plain, heads);
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
    .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));
  const files = fc.dictionary(fc.constantFrom(...NAMES), text, { noNullPrototype: true });

  test('are those that git itself counts', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(files, files, fc.boolean(), (before, after, related) => {
        const base = treeOf(before);
        const head = treeOf(related ? { ...before, ...after } : after);
        expect(shape(readDiffLines(git('diff', '-M', base, head)))).toEqual(counted(base, head));
      }),
      { numRuns: 60 },
    );
  });

  /** What heads of hunks say, and names from where nothing is quoted. A line of a file never begins with `@@`. */
  const counted = (base: string, head: string) => {
    const fields = git('diff', '-M', '--name-status', '-z', base, head).split('\0');
    const names: string[] = [];
    for (let index = 0; index + 1 < fields.length;) {
      const renamed = /^[RC]/.test(fields[index] ?? '');
      names.push(fields[index + (renamed ? 2 : 1)] ?? '');
      index += renamed ? 3 : 2;
    }
    const heads = (context: string, pick: 1 | 3) =>
      git('diff', '-M', context, base, head)
        .split(/^diff --git .*$/m)
        .slice(1)
        .map((part) =>
          [...part.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].flatMap((found) =>
            Array.from({ length: Number(found[pick + 1] ?? 1) }, (_, index) => Number(found[pick]) + index),
          ),
        );
    const [deleted, shown] = [heads('-U0', 1), heads('-U3', 3)];
    return Object.fromEntries(
      names.flatMap((name, index) => {
        const [left = [], right = []] = [deleted[index], shown[index]];
        return left.length + right.length === 0 ? [] : [[name, { left, right }]];
      }),
    );
  };

  const shape = (lines: DiffLines) =>
    Object.fromEntries(
      [...lines].map(([path, spots]) => {
        const on = (side: 'LEFT' | 'RIGHT') =>
          [...spots.keys()]
            .filter((key) => key.startsWith(side))
            .map((key) => Number(key.slice(side.length)));
        for (const line of on('RIGHT')) expect(hasLine(lines, { path, side: 'RIGHT', line })).toBe(true);
        return [path, { left: on('LEFT'), right: on('RIGHT') }];
      }),
    );
});
