import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT, run } from './run-dispatch.ts';

const CONFIG = `version: 1
agents:
  reviewer: { description: Reads, system_prompt_file: prompt.md }
`;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  mkdirSync(join(folder, '.github'));
  writeFileSync(join(folder, '.github/dispatch.yml'), CONFIG);
  writeFileSync(join(folder, 'prompt.md'), 'Read.');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const check = (...words: string[]) => run(join(ROOT, 'cli/dispatch'), ['check', ...words], { cwd: folder });

test('a configuration without errors: a table, the total last, exit 0', async () => {
  const { code, out } = await check();
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual([
    'agent     tools           workspace  hosts  a run costs at most  by',
    'reviewer  Read Grep Glob  read-only  none   $1.00                comment, workflow',
    '1 agent, 0 errors, 0 warnings; one run of each costs at most $1.00',
  ]);
});

test('errors are told in every format, with exit 1', async () => {
  rmSync(join(folder, 'prompt.md'));
  const text = await check();
  expect([text.code, text.out]).toEqual([
    1,
    expect.stringContaining(
      '.github/dispatch.yml:3:35: error (missing-prompt): `system_prompt_file` names prompt.md',
    ),
  ]);
  const github = await check('--format', 'github');
  expect([github.code, github.out]).toEqual([
    1,
    expect.stringMatching(/^::error file=\.github\/dispatch\.yml,line=3,col=35,title=missing-prompt::/),
  ]);
  const sarif = await check('--format', 'sarif');
  expect([sarif.code, JSON.parse(sarif.out)]).toMatchObject([
    1,
    { version: '2.1.0', runs: [{ results: [{ ruleId: 'missing-prompt' }] }] },
  ]);
  const json = await check('--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({ findings: [{ line: 3 }], worstCaseUsd: 1 });
});

test("the operator's limits, what is not there, and what is not understood", async () => {
  writeFileSync(join(folder, 'limits.yml'), 'forbidden_tools: [Grep]');
  const beyond = await check('--operator', 'limits.yml');
  expect([beyond.code, beyond.out]).toEqual([1, expect.stringContaining('the tool Grep')]);
  writeFileSync(join(folder, 'limits.yml'), 'forbid: [Grep]');
  expect((await check('--operator', 'limits.yml')).err).toContain('limits.yml cannot be read');
  expect(await check('--config', 'none.yml')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no none.yml here.'),
  });
  for (const words of [['--format', 'xml'], ['--wrong'], ['word']])
    expect(await check(...words)).toMatchObject({ code: 2, err: expect.stringContaining('--help') });
});
