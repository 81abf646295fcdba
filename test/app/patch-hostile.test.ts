import { describe, expect, test } from 'vitest';
import type { PatchFile } from '../../core/output/patch/patch-file.ts';
import { CODER, file, gone, patchWorlds, proposing, type PatchWorld } from './patch-world.ts';
import { HOSTILE, stillActive } from './posting-attacks.ts';
import { WEBHOOK_SECRET } from './world.ts';

/* M07, M08 and M34 of docs/attack-rows.md. The runner itself is hostile: what it says was judged is judged here once more. patch-ablation.test.ts shows what this looks for. */

const { after } = patchWorlds();

async function expectNothing({ branches, pulls, world }: PatchWorld): Promise<void> {
  expect(await branches()).toEqual([]);
  expect(pulls()).toEqual([]);
  expect(
    world.github.requests.filter(({ method, path }) => method === 'POST' && /\/git\/|\/pulls$/.test(path)),
  ).toEqual([]);
}

describe('nothing is pushed of', () => {
  test.each<[string, PatchFile[], RegExp]>([
    ['a workflow', [file('.github/workflows/x.yml', 'on: push')], /is protected/],
    ['a hidden character in .git', [file('.g\u200Cit/config', 'x')], /is protected/],
    ['a path that climbs', [file('../x', 'x')], /no path below the top/],
    ['a twin of a file', [file('src/ADD.js', 'x')], /differs from another name only/],
    ['a new program', [file('x.sh', 'x', '100755')], /may be executed/],
    ['half a character', [file('a.txt', '\uD800')], /is no text|other text/],
    [
      'too many files',
      [1, 2, 3, 4, 5, 6].map((at) => file(`n${at}.js`, 'x')),
      /changes 6 files and may change 5/,
    ],
    ['too much', [file('big.txt', 'x'.repeat(10_001))], /take 11 kB and may take 10 kB/],
  ])('%s', async (_, files, words) => {
    const made = await after(proposing(files));
    expect(made.told()).toMatch(words);
    await expectNothing(made);
  });

  test('a path that the profile does not let its tools write', async () => {
    const config = CODER.replace(
      'tools: [Read, Edit, Write]',
      'tools: [Read, Edit]\n    allowed_tools: [Read, "Edit(src/**)"]',
    );
    const made = await after(proposing([file('docs/a.md', 'B\n')]), { config });
    expect(made.told()).toMatch(/none of the paths that the agent's profile lets it write/);
    await expectNothing(made);
  });

  test('a deletion of more than the limit', async () => {
    const made = await after(proposing([gone('big.txt')]), { files: { 'big.txt': 'x'.repeat(11_000) } });
    expect(made.told()).toMatch(/take 11 kB and may take 10 kB/);
    await expectNothing(made);
  });
});

describe('a result that does not fit its artifact is refused as a whole', () => {
  const good = [file('src/add.js', 'x\n')];
  test.each<[string, Parameters<typeof proposing>[1], RegExp]>([
    [
      'other texts',
      {
        beside: {
          'changes.json': JSON.stringify({ version: 1, files: [{ path: 'src/add.js', content: 'evil' }] }),
        },
      },
      /another text than the result lists/,
    ],
    [
      'one text more',
      {
        beside: {
          'changes.json': JSON.stringify({
            version: 1,
            files: [
              { path: 'src/add.js', content: 'x\n' },
              { path: 'b', content: '' },
            ],
          }),
        },
      },
      /other files/,
    ],
    ['a key twice', { beside: { 'changes.json': '{"version":1,"files":[],"files":[]}' } }, /not as agreed/],
    [
      'a key that names a prototype',
      { beside: { 'changes.json': '{"version":1,"__proto__":{},"files":[]}' } },
      /not as agreed/,
    ],
    ['depth', { beside: { 'changes.json': '['.repeat(50_000) } }, /not as agreed/],
    [
      'another commit',
      {
        more: {
          change: {
            became: 'made',
            base: 'e'.repeat(40),
            files: [{ path: 'src/add.js', mode: '100644', sha256: '0'.repeat(64) }],
          },
        },
      },
      /another commit/,
    ],
    [
      'a list of more than a change may have',
      {
        more: {
          change: {
            became: 'made',
            base: 'e'.repeat(40),
            files: Array.from({ length: 301 }, (_, at) => ({ path: `a${at}`, mode: null, sha256: null })),
          },
        },
      },
      /not as agreed/,
    ],
  ])('%s', async (_, wrong, words) => {
    const made = await after(proposing(good, wrong));
    expect(made.told()).toMatch(words);
    await expectNothing(made);
  });

  test('no texts at all', async () => {
    const made = await after(proposing(good, { beside: { 'changes.json': null } }));
    expect(made.told()).toMatch(/texts are missing/);
    await expectNothing(made);
  });
});

test('without the output in its profile a change is nothing', async () => {
  const made = await after(proposing([file('src/add.js', 'x\n')]), {
    config: CODER.replace(/, patch: \{.*\}/, ''),
  });
  expect(made.told()).toMatch(/not one of the agent/);
  await expectNothing(made);
});

describe('a secret keeps everything back', () => {
  const hidden = [...Buffer.from(WEBHOOK_SECRET).toString('base64')].toReversed().join('');
  test.each<[string, PatchFile[], object]>([
    ['in a file', [file('a.js', `const key = '${WEBHOOK_SECRET}';\n`)], {}],
    ['in a file, disguised', [file('a.js', `// ${hidden}\n`)], {}],
    [
      'that only looks like one, in a file',
      [file('a.js', `const t = 'ghp_${'aB3dE5gH7j'.repeat(4).slice(0, 36)}';\n`)],
      {},
    ],
    ['in a path', [file(`a/${WEBHOOK_SECRET}.js`, 'x')], {}],
    ['in the title, disguised', [file('a.js', 'x')], { title: hidden }],
    ['in the words, disguised', [file('a.js', 'x')], { body: hidden }],
  ])('%s', async (_, files, item) => {
    const made = await after(proposing(files, { item }));
    expect(made.told()).toMatch(/Not posted: patch\.[^\n]*withheld/);
    await expectNothing(made);
    expect(JSON.stringify(made.world.github.requests.filter(({ method }) => method !== 'GET'))).not.toContain(
      WEBHOOK_SECRET,
    );
  });
});

test('the words of the pull request are inert', async () => {
  const body = `${HOSTILE}\n\n[skip ci]`;
  const { pulls } = await after(proposing([file('a.js', 'x')], { item: { body } }));
  const shown = pulls()[0]?.body ?? '';
  expect(shown).toContain('look');
  expect(stillActive(shown)).toEqual([]);
  expect(shown).not.toContain('[skip ci]');
});
