import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT, run } from './run-dispatch.ts';

const CONFIG = '.github/dispatch.yml';
const APP = '.github/workflows/dispatch.yml';
const STEP = '.github/workflows/dispatch-review.yml';
const FIREWALL = '.github/egress-firewall.yaml';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  writeFileSync(join(folder, 'package.json'), '{"scripts":{"test":"node --test"}}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dispatch = (words: string[], cwd = folder) => run(join(ROOT, 'cli/dispatch'), words, { cwd });
const text = (path: string) => readFileSync(join(folder, path), 'utf8');
const change = (path: string, from: string, to: string) =>
  writeFileSync(join(folder, path), text(path).replace(from, to));

test('what it writes passes the check with nothing to say, and a second call changes nothing', async () => {
  const first = await dispatch(['init', '--yes']);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('Found: Node. The tests are run with: npm test.\n');
  for (const path of [CONFIG, APP, FIREWALL]) expect(first.out).toContain(`${path}: written\n`);
  for (const word of ['ANTHROPIC_API_KEY', 'DISPATCH_TICKET_KEY', 'default branch', 'docs/app.md'])
    expect(first.out).toContain(word);
  expect(text(CONFIG)).toContain('The tests are run with `npm test`.');
  expect(await dispatch(['check', '--json'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/"findings": \[\]/),
  });
  const agents = JSON.parse((await dispatch(['check', '--json'])).out) as { agents: { agent: string }[] };
  expect(agents.agents.map(({ agent }) => agent)).toEqual(['reviewer', 'tester', 'editor']);
  const before = [CONFIG, APP, FIREWALL].map(text);
  const second = await dispatch(['init']);
  expect(second.code).toBe(0);
  expect(second.out.match(/is as it should be/g)).toHaveLength(3);
  expect([CONFIG, APP, FIREWALL].map(text)).toEqual(before);
  expect(await dispatch(['egress-firewall', '--write'])).toMatchObject({
    code: 0,
    out: `${FIREWALL} is as it should be.\n`,
  });
});

test('the workflow of the step instead of the app, which a second call remembers', async () => {
  const { code, out } = await dispatch(['init', '--step', '--yes']);
  expect(code).toBe(0);
  expect(out).not.toContain('DISPATCH_TICKET_KEY');
  expect(existsSync(join(folder, APP))).toBe(false);
  expect(text(STEP)).toBe(readFileSync(join(ROOT, 'docs/examples/workflows/step.yml'), 'utf8'));
  expect((await dispatch(['init'])).out).toContain(`${STEP}: is as it should be`);
});

test('--dry-run prints the files and writes none', async () => {
  const { code, out } = await dispatch(['init', '--dry-run']);
  expect(code).toBe(0);
  expect(out).toContain(`${CONFIG}: would be written\n  | # yaml-language-server`);
  expect(existsSync(join(folder, '.github'))).toBe(false);
});

describe('a file that says something else', () => {
  beforeEach(() => dispatch(['init', '--yes']));

  test('is shown with what would change and left alone; the rest is written', async () => {
    change(CONFIG, 'budget_usd: 1', 'budget_usd: 7');
    rmSync(join(folder, APP));
    const { code, out } = await dispatch(['init', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain(`${CONFIG}: says something else and is left alone`);
    expect(out).toMatch(/^ {2}-\s+budget_usd: 7\n {2}\+\s+budget_usd: 1$/m);
    expect(out).not.toContain('\u001B');
    expect(text(CONFIG)).toContain('budget_usd: 7');
    expect(existsSync(join(folder, APP))).toBe(true);
    expect(await dispatch(['init', '--json'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('"left-alone"'),
    });
  });

  test('is written over with --force', async () => {
    change(CONFIG, 'budget_usd: 1', 'budget_usd: 7');
    const { code, out } = await dispatch(['init', '--yes', '--force']);
    expect([code, out]).toEqual([0, expect.stringContaining(`${CONFIG}: written over\n`)]);
    expect(text(CONFIG)).not.toContain('budget_usd: 7');
  });

  test("of which the firewall's policy is made, when it is a configuration", async () => {
    change(
      CONFIG,
      '    tools: [Read, Grep, Glob]\n',
      '    tools: [Read, WebFetch]\n    egress: [api.example.com]\n',
    );
    rmSync(join(folder, FIREWALL));
    expect((await dispatch(['init', '--yes'])).code).toBe(1);
    expect(text(FIREWALL)).toContain('- api.example.com # egress of reviewer');
  });
});

test('a link is not followed, not even with --force', async () => {
  writeFileSync(join(folder, 'elsewhere'), 'mine');
  mkdirSync(join(folder, '.github'));
  symlinkSync('../elsewhere', join(folder, CONFIG));
  const { code, out } = await dispatch(['init', '--yes', '--force']);
  expect([code, out]).toEqual([1, expect.stringContaining(`${CONFIG}: is no plain file and is left alone.`)]);
  expect(text('elsewhere')).toBe('mine');
});

test('it works from a folder below the top, and only in a repository', async () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  expect((await dispatch(['init', '--yes'], join(folder, 'a/b'))).code).toBe(0);
  expect(existsSync(join(folder, CONFIG))).toBe(true);
  expect(await dispatch(['init'], '/')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no git repository'),
  });
});

test.each([['a`b'], ['a\nb'], ['ü'], ['x'.repeat(201)]])(
  'a command that cannot be told to an agent: %j',
  async (command) => {
    expect(await dispatch(['init', '--yes', '--test', command])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--test cannot stand in the configuration'),
    });
  },
);

describe('on a terminal', () => {
  /** Answers each question when it stands there; the text of the terminal is looked at, and what was left. */
  async function typed(
    answers: readonly [question: string, answer: string][],
    words = 'init',
  ): Promise<string> {
    const child = spawn('script', ['-qec', `${ROOT}cli/dispatch ${words}`, '/dev/null'], { cwd: folder });
    let shown = '';
    let from = 0;
    const left = [...answers];
    child.stdout.on('data', (data) => {
      shown += String(data);
      const [next] = left;
      const at = next === undefined ? -1 : shown.indexOf(next[0], from);
      if (next === undefined || at < 0) return;
      from = at + next[0].length;
      left.shift();
      child.stdin.write(next[1]);
    });
    await once(child, 'close');
    return shown;
  }

  test('it asks for the way and the tests, and shows what it found', async () => {
    await typed([
      ['[1] ', '2\n'],
      ['How are the tests run? [npm test] ', 'make check\n'],
      ['Write the files? [Y/n] ', 'y\n'],
    ]);
    expect(existsSync(join(folder, STEP))).toBe(true);
    expect(text(CONFIG)).toContain('The tests are run with `make check`.');
  });

  test('what is typed ahead of the questions answers them', async () => {
    await typed([['[1] ', '2\nmake check\ny\n']]);
    expect(text(CONFIG)).toContain('The tests are run with `make check`.');
  });

  test.each([
    [
      'no',
      [
        ['[1] ', '\n'],
        ['[npm test] ', '\n'],
        ['[Y/n] ', 'n\n'],
      ] as const,
    ],
    [
      'nothing any more',
      [
        ['[1] ', '1\n'],
        ['[npm test] ', '\u0004'],
      ] as const,
    ],
    ['Ctrl-C', [['[1] ', '\u0003']] as const],
  ])('who says %s gets nothing', async (_, answers) => {
    expect(await typed(answers.map(([question, answer]) => [question, answer]))).toContain(
      'Nothing was written.',
    );
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });

  test('--yes asks nothing', async () => {
    expect(await typed([], 'init --yes')).not.toContain('?');
    expect(existsSync(join(folder, APP))).toBe(true);
  });
});
