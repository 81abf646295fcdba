import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { goProgram, lint, linters } from './linters.ts';

/** A tree with our pins and rules, in which something is wrong, once. */
let root: string;
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const git = (...args: string[]) =>
  run('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {});

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'linted-'));
  for (const path of [
    'test/supply/linters',
    '.github',
    '.gitleaks.toml',
    'action.yml',
    'docs/examples/workflows',
  ])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  mkdirSync(join(ROOT, '.cache/linters'), { recursive: true });
  mkdirSync(join(root, '.cache'));
  symlinkSync(join(ROOT, '.cache/linters'), join(root, '.cache/linters'));
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'all is well');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const linter = (name: string) => linters.find((one) => one.name === name)!;

/** In two parts, so that it stands in no file of ours. */
const TOKEN = ['ghp', '9aXk2mQ7rT4vB8nC1zLpW6sYdE3fGhJ5uKoI'].join('_');

/** What each of them has to find. */
const WRONG: [name: string, path: string, text: string, found: string][] = [
  [
    'zizmor',
    '.github/workflows/wrong.yml',
    'name: w\non: pull_request_target\npermissions: {}\njobs:\n  a:\n    name: a\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n',
    'template-injection',
  ],
  [
    'actionlint',
    '.github/workflows/wrong.yml',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    needs: b\n    steps:\n      - run: true\n',
    'needs job "b"',
  ],
  ['gitleaks', 'a.txt', `token = ${TOKEN}\n`, 'github-pat'],
];

describe.each(WRONG)('%s', (name, path, text, found) => {
  test('finds nothing in what is well, and what is wrong', async ({ skip }) => {
    const before = await lint(linter(name), root);
    if (before.state === 'unchecked') skip(before.said);
    expect(before.findings).toEqual([]);
    put(path, text);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'wrong');
    const { state, findings } = await lint(linter(name), root);
    expect(state).toBe('failed');
    expect(findings.join('\n')).toContain(found);
    await git('reset', '--quiet', '--hard', 'HEAD~1');
  }, 300_000);
});

test('Go is the one on the PATH, else one that is installed without being there', () => {
  const [usual, chosen] = [join(root, 'usual'), join(root, 'chosen')];
  for (const folder of [usual, chosen]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'go'), '');
  }
  expect(goProgram(`/nonexistent:${chosen}`, [usual])).toBe(join(chosen, 'go'));
  expect(goProgram('/nonexistent', ['/nowhere', usual])).toBe(join(usual, 'go'));
  expect(goProgram('/nonexistent', ['/nowhere'])).toBe('go');
});

test('a program that cannot be had counts as unchecked, one with another digest as wrong', async () => {
  const ended = (code: number | null, err: string) => async () => ({ code, out: '', err });
  const other = mkdtempSync(join(tmpdir(), 'unlinted-'));
  try {
    cpSync(join(root, 'test/supply/linters'), join(other, 'test/supply/linters'), { recursive: true });
    const one = linter('zizmor');
    const judged = (code: number | null, err: string) => lint({ ...one, install: ended(code, err) }, other);
    expect(await judged(null, '')).toMatchObject({ state: 'unchecked' });
    expect(await judged(1, 'no route to host')).toMatchObject({
      state: 'unchecked',
      said: expect.stringContaining('no route to host'),
    });
    expect(await judged(1, 'THESE PACKAGES DO NOT MATCH THE HASHES')).toMatchObject({ state: 'failed' });
    expect(await judged(1, 'go: verifying module: checksum mismatch')).toMatchObject({ state: 'failed' });
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});
