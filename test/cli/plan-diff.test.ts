import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, run } from './run-dispatch.ts';

const config = (keys: string) =>
  `version: 1\nagents:\n  x: { description: Reads, system_prompt_file: prompt.md${keys} }\n`;
let folder = '';
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd: folder,
    stdio: 'pipe',
  });
function commit(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  git('add', '-A');
  git('commit', '-qm', 'x');
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-diff-'));
  mkdirSync(join(folder, '.github'));
  git('init', '-q');
  commit({ README: 'x' });
  git('tag', 'none');
  commit({ '.github/dispatch.yml': config(''), 'prompt.md': 'Look.' });
  git('tag', 'one');
  commit({ '.github/dispatch.yml': config(', tools: [Read, Bash], budget_usd: 0.5') });
  git('tag', 'two');
  commit({ 'prompt.md': 'Look twice.' });
  git('tag', 'three');
  commit({ '.github/dispatch.yml': config(', tools: [Raed]') });
  git('tag', 'broken');
});
afterAll(() => rmSync(folder, { recursive: true }));

const diff = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['plan-diff', ...words], { cwd: folder });

test('compares the agents of two commits, whatever lies in the checkout', async () => {
  const { code, out } = await diff('one', 'two');
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim())).toEqual([
    'x (changed)',
    'expansion tools + Bash',
    'narrowing tools - Grep',
    'narrowing tools - Glob',
    'expansion workspace read-only → writable',
    'narrowing budget_usd $1 → $0.5',
    '1 agent changed: 2 expansions, 3 narrowings, 0 other changes',
    '',
  ]);
  const json = await diff('one', 'two', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ agents: [{ agent: 'x', kind: 'changed' }] });
  expect((await diff('one', 'two', '--format', 'markdown')).out).toContain('### `x` (changed)');
});

test('sees limits of all agents together, and fails on one that is lifted', async () => {
  writeFileSync(join(folder, 'tight.yml'), `${config('')}budgets: { user_per_day: 5 }\n`);
  writeFileSync(join(folder, 'lax.yml'), config(''));
  const { code, out } = await diff('tight.yml', 'lax.yml', '--files', '--fail-on-expansion');
  expect(code).toBe(1);
  expect(out).toMatch(/expansion +budgets.user_per_day +\$5 → no limit/);
  const json = await diff('lax.yml', 'tight.yml', '--files', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ agents: [], limits: [{ mark: 'narrowing' }] });
});

test('sees a prompt that changed in its own file, and a configuration that is new', async () => {
  expect((await diff('two', 'three')).out).toMatch(/change +system_prompt +changed/);
  expect((await diff('none', 'one')).out).toContain('x (added)');
  expect((await diff('one', 'one')).out).toBe('No agent may do more or less than before.\n');
});

test('fails on an expansion when it is told to', async () => {
  expect((await diff('one', 'two', '--fail-on-expansion')).code).toBe(1);
  expect((await diff('two', 'three', '--fail-on-expansion')).code).toBe(0);
});

test('compares two files', async () => {
  writeFileSync(join(folder, 'a.yml'), config(''));
  writeFileSync(join(folder, 'b.yml'), config(', max_turns: 5'));
  expect((await diff('--files', 'a.yml', 'b.yml')).out).toContain('30 → 5');
  expect(await diff('--files', 'a.yml', 'c.yml')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no c.yml'),
  });
});

test('names what cannot be compared', async () => {
  const err = async (code: number, ...words: string[]) => {
    const ended = await diff(...words);
    expect(ended.code).toBe(code);
    return ended.err;
  };
  expect(await err(1, 'one', 'broken')).toContain('broken:.github/dispatch.yml:3:');
  expect(await err(1, 'one', 'nothing')).toContain('"nothing" is no commit');
  expect(await err(1, '--', 'one', '--output=x')).toContain('"--output=x" is no commit');
  expect(await err(1, 'one', 'two', '--config', 'no.yml')).toContain('Neither one nor two holds no.yml');
  for (const words of [['one'], ['a', 'b', 'c'], ['a', 'b', '--format', 'xml'], ['a', 'b', '--no']])
    expect(await err(2, ...words)).toContain('--help');
});
