import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'dispatch-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A person's environment, except that the answers come from the script, whatever key is around. */
const env = { ...process.env, ANTHROPIC_API_KEY: '', TMPDIR: folder };

function start(...args: string[]) {
  return run(join(ROOT, 'cli/dispatch'), ['start', ...args], { env });
}

/** The files that the last lines name, by what they are called there. */
function filesNamed(out: string): Record<string, string> {
  const lines = out.slice(out.indexOf('Files of this run')).matchAll(/^ {3}(\w+(?: \w+)?) +(\/.*)$/gm);
  return Object.fromEntries([...lines].map(([, what, path]) => [what, path ?? '']));
}

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Matches `text` with anything where it leaves something out; the time and what hangs on it differ each time. */
function shortened(text: string): RegExp {
  const literal = text
    .replace(/20\d\d-[\d:.T-]+Z/, '…')
    .replace(/"previous":"[0-9a-f]+…/, '"previous":"…')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('…', '[^"]*')}$`);
}

test('npm start shows the main job, and the README shows what it shows', async () => {
  const { code, out, err } = await start();
  const files = filesNamed(out);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const order = [
    'ada commented',
    'reacted 👀',
    'reviewer is about to start',
    'reviewer is working',
    'allowed  Read /workspace/src/transfer.js',
    'refused  Read /home/runner/.ssh/id_ed25519  (inside-workspace: /home/runner/.ssh/id_ed25519 is outside the workspace.)',
    'reviewer is done',
    'loses money when the target account does not exist.',
    '3 tool calls allowed, 1 refused',
    '1 run, 0 failed, 1 comment in ',
  ].map((words) => out.indexOf(words));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  // Nothing is shown twice. A run that takes long tells how far it is in between.
  const states = Number(/1 comment in (\d+) states/.exec(out)?.[1]);
  const headings = out.split('\n').filter((line) => line.startsWith('── '));
  expect(headings.map((line) => line.replace(/ \(.*/, ''))).toEqual([
    '── ada commented',
    '── agent-dispatch[bot] reacted 👀',
    '── agent-dispatch[bot] commented',
    ...Array<string>(states - 1).fill('── agent-dispatch[bot] edited its comment'),
    '── agent-dispatch[bot] reacted 🚀',
  ]);
  expect(states).toBeGreaterThanOrEqual(3);
  expect(out).not.toContain('\u001B');
  expect(out).toMatch(/\$0\.05 · \d+ s · 5 turns · `claude-\S+` · 3 tool calls/);

  expect(Object.keys(files)).toEqual(['result', 'audit', 'summary', 'job log', 'store']);
  expect(Object.values(files).filter((path) => !existsSync(path))).toEqual([]);
  expect(JSON.parse(readFileSync(files['result']!, 'utf8'))).toMatchObject({ outcome: 'success' });
  expect(readFileSync(files['job log']!, 'utf8')).toContain('[dispatch] refused  Read /home/runner/.ssh');

  const excerpt = /```text\n(\{"entry"[^`]*)```/.exec(readme)?.[1]?.replaceAll('\n', '');
  const refused = readFileSync(files['audit']!, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"type":"asked"') && line.includes('"deny"'));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatch(shortened(excerpt!));
  for (const words of [/the target account does not exist\.\*\*/, /to` is unknown, line 7/]) {
    expect(readme).toMatch(words);
    expect(readFileSync(files['summary']!, 'utf8').replaceAll(/\s+/g, ' ')).toMatch(words);
  }
});

describe('dispatch start says what is wrong', () => {
  test.each([
    ['an empty comment', [' '], /the comment is empty/, 2],
    ['two comments', ['/dispatch reviewer', 'look'], /put it in quotes/, 2],
    [
      'an example that is not there',
      ['--example', 'rewiev'],
      /there are review, patch, ci-failure, fleet, group, /,
      2,
    ],
    ['an example and a comment', ['x', '--example', 'review'], /brings its own comment/, 2],
    ['a folder that is no repository', ['x', '--repo', '/'], /\/ is not a git repository\. Give --repo/, 1],
    ['a folder that is not there', ['x', '--repo', '/nowhere'], /\/nowhere .*Give --repo/, 1],
  ])('%s', async (_, args, words, code) => {
    const finished = await start(...args);
    expect(finished.err).toMatch(words);
    expect(finished.err).not.toMatch(/^ {4}at /m);
    expect(finished.code).toBe(code);
  });
});

test('the help names each example', async () => {
  const { code, out } = await start('--help');
  expect(code).toBe(0);
  for (const name of ['review', 'patch', 'ci-failure'])
    expect(out).toMatch(new RegExp(`^ +${name} +an? `, 'm'));
});

test('dispatch start | head ends in good order', async () => {
  const { out, err } = await run('sh', ['-c', `'${ROOT}cli/dispatch' start '/dispatch help' | head -n 1`], {
    env,
  });
  expect({ out, err }).toEqual({ out: 'example/pocket-ledger#1  Is the last commit right?\n', err: '' });
});
