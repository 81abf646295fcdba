import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT, run } from './run-dispatch.ts';

const CONFIG = `version: 1
agents:
  tester:
    description: Tests.
    system_prompt: Test.
    tools: [Bash]
    egress: [registry.npmjs.org, files.example.com, '*.cdn.example.com']
`;
const FILE = '.github/egress-firewall.yaml';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egress-firewall-'));
  mkdirSync(join(folder, '.github'));
  writeFileSync(join(folder, '.github/dispatch.yml'), CONFIG);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dispatch = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['egress-firewall', ...words], { cwd: folder });

test('prints what the job and its agents may reach, each with its reason', async () => {
  const { code, out } = await dispatch();
  expect(code).toBe(0);
  expect(parse(out)).toEqual({
    mode: 'enforce',
    allow: [
      'api.github.com',
      'api.anthropic.com',
      'registry.npmjs.org',
      'azure.archive.ubuntu.com',
      'archive.ubuntu.com',
      'files.example.com',
    ],
  });
  expect(out).toContain('# *.cdn.example.com (egress of tester): the firewall takes no wildcards');
  const json = await dispatch('--json', '--gateway', 'gateway.example.com');
  expect(JSON.parse(json.out)).toMatchObject({
    path: FILE,
    mode: 'enforce',
    allow: expect.arrayContaining([{ host: 'gateway.example.com', because: 'the broker asks the model' }]),
    unnamed: [{ pattern: '*.cdn.example.com', because: 'egress of tester' }],
  });
});

test('writes a file once, and over another only when told to', async () => {
  expect((await dispatch('--write')).code).toBe(0);
  expect((await dispatch('--write')).out).toContain('as it should be');
  writeFileSync(join(folder, FILE), 'mode: log\n');
  const kept = await dispatch('--write');
  expect([kept.code, readFileSync(join(folder, FILE), 'utf8')]).toEqual([1, 'mode: log\n']);
  expect(kept.err).toContain('--force');
  expect((await dispatch('--write', '--force')).code).toBe(0);
  expect(readFileSync(join(folder, FILE), 'utf8')).toContain('mode: enforce');
});

test('names what is wrong with a configuration, a missing one and an unknown option', async () => {
  writeFileSync(join(folder, '.github/dispatch.yml'), CONFIG.replace('files.example.com', '127.0.0.1'));
  expect(await dispatch()).toMatchObject({ code: 1, err: expect.stringContaining('is an address') });
  expect(await dispatch('--config', 'none.yml')).toMatchObject({
    code: 1,
    err: expect.stringContaining('none.yml'),
  });
  expect((await dispatch('--wrong')).code).toBe(2);
  // What is written into the file as it is must be a host and nothing else.
  const injected = await dispatch('--gateway', 'a.example.com\n  - evil.example.com');
  expect(injected).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--gateway is not') });
});
