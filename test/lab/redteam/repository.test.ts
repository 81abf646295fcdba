import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { git } from '../../../edge/runner/git.ts';
import { makeRepository } from '../../../lab/redteam/repository.ts';
import { scenarioWith } from './observed-run.ts';

const FILES = [
  { path: 'plain', text: 'one\r\n' },
  { path: 'a/program.sh', text: '#!/bin/sh\n', mode: '755' },
  { path: '$(id);"x"\\y ', text: '' },
  { path: 'link', link: '/etc/passwd' },
  { path: '.git/hooks/x', text: 'not committed' },
  { path: 'odd', text: 'not committed', mode: '600' },
];

test.each(['fork', undefined])('files and links of a scenario are its last commit (%s)', async (pull) => {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const commit = { message: '::error::x\n\nmore', author: 'Mallory <x> $(id)' };
  const made = await makeRepository(
    root,
    'version: 1\n',
    scenarioWith({ files: FILES, commit, ...(pull && { pull_request: pull }) }),
  );
  const ask = (...args: string[]) => git(args, made.gitDir);
  const listed = await ask('ls-tree', '-r', '-z', made.head);
  const shown = listed.split('\0').map((line) => line.replace(/ .*\t/, ' '));
  expect(shown.filter(Boolean).toSorted()).toEqual([
    '100644 $(id);"x"\\y ',
    '100644 .github/dispatch.yml',
    '100644 README.md',
    '100644 plain',
    '100755 a/program.sh',
    '120000 link',
  ]);
  expect(await ask('cat-file', 'blob', `${made.head}:plain`)).toBe('one\r');
  expect(await ask('log', '-1', '--format=%an%n%B', made.head)).toBe('Mallory x $(id)\n::error::x\n\nmore');
  expect(await ask('rev-parse', `${made.configCommit}:.github/dispatch.yml`, `${made.head}^`)).toBe(
    `${made.configBlob}\n${made.configCommit}`,
  );
  expect(await ask('rev-parse', 'HEAD')).toBe(made.main);
  expect(made.main === made.head).toBe(pull === undefined);
});
