import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';

import { type Bench, makeBench, oneJob, TOKEN } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.close());

const HEADER = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
/** Splits what it prints, so that the masker does not hide it from the test. */
const REVEAL =
  'git config --get-all http.http://127.0.0.1:9/.extraheader | cut -d" " -f3 | fold -w 3 | tr "\\n" "_"';

async function names(zip: Buffer | undefined): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of (await fromBufferPromise(zip ?? Buffer.alloc(0))).eachEntry())
    found.push(entry.fileName);
  return found.toSorted();
}

describe('actions/checkout', () => {
  const check = (version: string, inputs: string, script: string) =>
    bench.run(
      oneJob(`- { uses: actions/checkout@${version}, with: { ${inputs} } }\n- run: |\n    ${script}`),
    );
  const folded = `${(HEADER.match(/.{1,3}/g) ?? []).join('_')}_`;

  test.each(['v5', 'v7', 'de0fac2e4500dabe0009e67214ff5f5447ce83dd'])(
    'by default %s leaves a token that git uses',
    async (version) => {
      const outcome = await check(version, '', REVEAL);
      expect(outcome.log).toContain(folded);
      expect(outcome.log).not.toContain(HEADER);
    },
  );

  test('up to v5 the token is in .git/config, from v6 on in a file it includes', async () => {
    const inConfig =
      'grep -c extraheader .git/config || true; ls "$RUNNER_TEMP" | grep -c git-credentials || true';
    expect((await check('v5', '', inConfig)).log).toContain('\n1\n0');
    expect((await check('v6', '', inConfig)).log).toContain('\n0\n1');
  });

  test('persist-credentials: false leaves none', async () => {
    const outcome = await check(
      'v7',
      "persist-credentials: 'false'",
      `${REVEAL}; grep -rc AUTHORIZATION .git/config || true`,
    );
    expect(outcome.log).not.toContain(folded);
    expect(outcome.log.split('\n').at(-1)).toBe('0');
  });

  test.each([
    ['the run itself', '', 'second', 'main'],
    ['a branch', 'ref: feature', 'from the pull request', 'feature'],
    ['a pull request head', 'ref: refs/pull/7/head', 'from the pull request', ''],
  ])('%s', async (_, inputs, text, branch) => {
    const outcome = await check(
      'v7',
      inputs,
      'echo "<$(cat file.txt)><$(git branch --show-current)>"; git log --oneline | wc -l',
    );
    expect(outcome.log).toContain(`<${text}><${branch}>\n1`);
  });

  test('a commit, all history, and a path', async () => {
    const outcome = await check(
      'v7',
      `ref: ${bench.sha}, fetch-depth: 0, path: sub/here`,
      'cd sub/here; git log --oneline | wc -l; git branch -r | wc -l; git rev-parse HEAD',
    );
    expect(outcome.log).toContain(`\n2\n2\n${bench.sha}`);
  });

  test('a ref that does not exist, and another repository', async () => {
    expect((await check('v7', 'ref: ghost', 'true')).log).toContain("name 'ghost' could not be found");
    expect((await check('v7', 'repository: acme/other', 'true')).conclusion).toBe('failure');
  });
});

describe('artifacts', () => {
  test('go from one job to the next, and out of the run', async () => {
    const outcome = await bench.run(`on: push
jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - run: mkdir -p out/deep out/.hidden; echo data > out/deep/a.txt; echo b > out/b.md; echo c > out/.hidden/c; ln -s ../out/b.md out/link; ln -s nowhere out/broken
      - { uses: actions/upload-artifact@v6, with: { name: results, path: out, if-no-files-found: error } }
      - { uses: actions/upload-artifact@v6, with: { name: single, path: out/deep/a.txt } }
      - { uses: actions/upload-artifact@v6, with: { name: all, path: out, include-hidden-files: true } }
      - uses: actions/upload-artifact@v6
        with:
          name: picked
          path: |
            out/**/*.txt
            out/*
            !out/link
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/download-artifact@v6, with: { name: results, path: got } }
      - run: test ! -e out && cat got/deep/a.txt got/link
`);
    expect(outcome.log.split('\n')).toEqual(expect.arrayContaining(['data', 'b']));
    const zips = new Map(outcome.artifacts.map(({ name, zip }) => [name, zip]));
    expect(await names(zips.get('results'))).toEqual(['b.md', 'deep/a.txt', 'link']);
    expect(await names(zips.get('single'))).toEqual(['a.txt']);
    expect(await names(zips.get('all'))).toEqual(['.hidden/c', 'b.md', 'deep/a.txt', 'link']);
    expect(await names(zips.get('picked'))).toEqual(['b.md', 'deep/a.txt']);
    expect(outcome.conclusion).toBe('success');
  });

  test.each([
    ['error', 'failure', '##[error]No files were found'],
    ['warn', 'success', '##[warning]No files were found'],
    ['ignore', 'success', 'No files were found'],
  ])('if-no-files-found: %s', async (behaviour, conclusion, line) => {
    const step = `- { uses: actions/upload-artifact@v6, with: { path: nothing, if-no-files-found: ${behaviour} } }`;
    const outcome = await bench.run(oneJob(step));
    expect(outcome.conclusion).toBe(conclusion);
    expect(outcome.log).toContain(line);
    expect(outcome.artifacts).toEqual([]);
  });

  test('a second artifact of the same name is a conflict, a missing one an error', async () => {
    const upload = '- { uses: actions/upload-artifact@v6, with: { name: one, path: f } }';
    const outcome = await bench.run(oneJob(`- run: echo 1 > f\n${upload}\n${upload}`));
    expect(outcome.log).toContain("name 'one' already exists");
    const missing = await bench.run(
      oneJob('- { uses: actions/download-artifact@v6, with: { name: ghost } }'),
    );
    expect(missing.log).toContain('Artifact not found for name: ghost');
  });
});
