import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasCredential } from '../../../edge/runner/checkout-credential.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credential-'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const set = (name: string, value: string) => execFileSync('git', ['config', name, value], { cwd: folder });

test.each([
  ['http.https://github.com/.extraheader', 'AUTHORIZATION: basic ZHVtbXk='],
  ['includeIf.gitdir:/x/.git.path', '/tmp/git-credentials-dummy.config'],
  ['credential.helper', 'store'],
  ['remote.origin.url', 'https://x-access-token:dummy@github.com/a/b'],
  ['remote.origin.pushurl', 'https://dummy@github.com/a/b'],
])('%s is one', async (name, value) => {
  set(name, value);
  expect(await hasCredential(folder)).toBe(true);
});

test.each([
  ['remote.origin.url', 'https://github.com/a/b'],
  ['remote.origin.url', 'git@github.com:a/b.git'],
  ['core.sshcommand', 'false'],
])('%s %s is none', async (name, value) => {
  set(name, value);
  expect(await hasCredential(folder)).toBe(false);
});

test('a folder that is no checkout holds none', async () => {
  rmSync(join(folder, '.git'), { recursive: true });
  expect(await hasCredential(folder)).toBe(false);
});
