import { describe, expect, test } from 'vitest';
import type { BaseEntry, BaseTree } from '../../../../core/output/patch/base-tree.ts';
import { judgePatch, type PatchFacts } from '../../../../core/output/patch/judge-patch.ts';
import type { PatchFile } from '../../../../core/output/patch/patch-file.ts';

const entry = (mode: string, size = 10): BaseEntry => ({ mode, id: 'a'.repeat(40), size });
const BASE: BaseTree = new Map([
  [
    '',
    new Map([
      ['src', entry('040000')],
      ['run.sh', entry('100755')],
      ['link', entry('120000')],
      ['lib', entry('160000')],
      ['big.txt', entry('100644', 11_000)],
    ]),
  ],
  [
    'src',
    new Map([
      ['add.js', entry('100644')],
      ['ß.js', entry('100644')],
    ]),
  ],
]);
const facts: PatchFacts = { base: BASE, limits: { files: 5, max_kb: 10 }, mayWrite: () => true };
const file = (path: string, content = 'x', mode: '100644' | '100755' = '100644'): PatchFile => ({
  path,
  mode,
  content,
});
const gone = (path: string): PatchFile => ({ path, mode: null, content: null });

test.each<[string, PatchFile[]]>([
  ['an edit', [file('src/add.js')]],
  ['a program that stays one', [file('run.sh', 'x', '100755')]],
  ['a program that is none any more', [file('run.sh')]],
  ['a new file in a new folder', [file('docs/new/a.md')]],
  ['a deletion', [gone('src/add.js')]],
  ['a rename', [gone('src/add.js'), file('src/sum.js')]],
  ['names in any script', [file('文書/読.md'), file('src/größe.js'), file('a b/c (1).txt')]],
  ['a byte order mark and Windows line ends', [file('a.txt', '\uFEFFa\r\nb\r\n')]],
  [
    'what only looks like something else',
    [file('src/github.js'), file('console.js'), file('gitignore'), file('.gitignore')],
  ],
])('%s is taken', (_, files) => {
  expect(judgePatch(files, facts)).toBeNull();
});

describe('the whole is refused for', () => {
  test.each<[string, PatchFile[], RegExp]>([
    ['nothing', [], /nothing was changed/],
    ['a workflow', [file('.github/workflows/x.yml')], /is protected/],
    ['the configuration of agents, by another spelling', [file('.GitHub/dispatch.yml')], /is protected/],
    ['owners', [file('docs/CODEOWNERS')], /is protected/],
    ['attributes', [file('src/.gitattributes')], /is protected/],
    ['modules', [file('.gitmodules')], /is protected/],
    ['a nested .git', [file('vendor/.git/config')], /is protected/],
    ['a short name of .git', [file('GIT~1/config')], /is protected/],
    ['another short name', [file('GITHUB~1/workflows/x.yml')], /short name on Windows/],
    ['a hidden character in .git', [file('.g\u200Cit/config')], /is protected/],
    ['a full-width .git', [file('．git/config')], /is protected/],
    ['a .git that ends in a dot and a space', [file('.git. /config')], /is protected/],
    ['a .git with a stream', [file('.git::$INDEX_ALLOCATION/config')], /is protected/],
    ['an agent that is told things', [file('sub/CLAUDE.md')], /is protected/],
    ['a path that climbs', [file('../x')], /no path below the top/],
    ['a path that climbs further down', [file('a/../../.github/workflows/x')], /is protected|no path/],
    ['an absolute path', [file('/etc/passwd')], /no path below the top/],
    ['a back-slash', [file('a\\b')], /no path below the top/],
    ['a line feed in a path', [file('a\r\nb')], /no path below the top/],
    ['an empty name', [file('a//b')], /no path below the top/],
    ['half a character in a path', [file('a\uD800')], /no path below the top/],
    ['a stream of a file', [file('a.txt:x')], /Windows does not take/],
    ['a device', [file('src/nul.txt')], /is a device/],
    ['a device by a superscript', [file('com¹')], /is a device/],
    ['a name that ends in a dot', [file('src/add.js.')], /ends in one or in a dot/],
    ['an option', [file('-rf')], /take for an option/],
    ['a name that turns', [file('src/a\u202Ejs.txt')], /hidden or undefined/],
    ['a filler that shows as nothing', [file('src/a\u3164.js')], /hidden or undefined/],
    ['a decomposed name', [file('src/u\u0308.js')], /composed form/],
    ['depth', [file(`${'a/'.repeat(41)}b`)], /folders deep/],
    ['a twin of a file', [file('src/ADD.js')], /differs from another name only/],
    ['a twin by case folding', [file('src/SS.js')], /differs from another name only/],
    ['a twin of a folder', [file('SRC/x.js')], /differs from another name only/],
    ['a twin of what is deleted', [gone('src/add.js'), file('src/Add.js')], /differs from another name only/],
    ['twins of each other', [file('n/a.js'), file('n/A.js')], /differs from another name only/],
    ['twins of folders of each other', [file('n/a.js'), file('N/b.js')], /differs from another name only/],
    ['a new program', [file('x.sh', 'x', '100755')], /new file that may be executed/],
    ['a file made a program', [file('src/add.js', 'x', '100755')], /is made a file that may be executed/],
    ['a link', [file('link')], /is a symbolic link/],
    ['a link that goes', [gone('link')], /is a symbolic link/],
    ['a file below a link', [file('link/x')], /lies below a symbolic link/],
    ['a submodule', [gone('lib')], /is a submodule/],
    ['a file in a submodule', [file('lib/x')], /lies below a submodule/],
    ['a file below a file', [file('src/add.js/x')], /lies below a file/],
    ['a file below a file that goes', [gone('run.sh'), file('run.sh/x')], /lies below a file/],
    ['a file below another new one', [file('n'), file('n/x')], /lies below another of its files/],
    ['a file in the place of a folder', [file('src')], /is a folder/],
    ['a path twice', [file('n.js'), file('n.js')], /stands in it twice/],
    ['a path that goes and comes', [gone('src/add.js'), file('src/add.js')], /stands in it twice/],
    ['a file that is not there and is to go', [gone('nowhere.js')], /is not there/],
    ['a null byte', [file('a.bin', 'a\0b')], /is no text/],
    ['half a character', [file('a.txt', '\uD800')], /is no text/],
    ['a text that turns', [file('a.js', 'if (\u2066 admin)')], /turn the direction/],
    ['too many files', [1, 2, 3, 4, 5, 6].map((at) => file(`n${at}.js`)), /changes 6 files and may change 5/],
    ['too much', [file('n.txt', 'x'.repeat(10_001))], /take 11 kB and may take 10 kB/],
    ['too much, in bytes', [file('n.txt', 'ü'.repeat(5_001))], /take 11 kB/],
    ['too much in all', [file('n.txt', 'x'.repeat(6_000)), file('m.txt', 'x'.repeat(6_000))], /take 12 kB/],
    ['too much that goes', [gone('big.txt')], /take 11 kB/],
    ['too much that is made small', [file('big.txt', '')], /take 11 kB/],
  ])('%s', (_, files, words) => {
    expect(judgePatch(files, facts)).toMatchObject({
      code: 'patch-refused',
      because: expect.stringMatching(words),
    });
  });

  test('a place that the profile does not let it write', () => {
    const mayWrite = (path: string) => path.startsWith('src/');
    expect(judgePatch([file('src/add.js')], { ...facts, mayWrite })).toBeNull();
    expect(judgePatch([file('docs/a.md')], { ...facts, mayWrite })?.because).toMatch(/profile lets it write/);
  });
});

test('a refusal names the first files in a form that hides nothing, and how many more there are', () => {
  const files = ['\u202Egpj.exe', 'a`b\u200B', '::stop-commands::x', 'nul'].map((path) => file(path));
  expect(judgePatch(files, facts)?.because).toMatch(
    /`\\u\{202e\}gpj\.exe` .*; `a'b\\u\{200b\}` .*, and 1 more\.$/,
  );
});
