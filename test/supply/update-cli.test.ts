import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';

/** A registry that has one version more, released at `RELEASED`, of which npm packs what `INTEGRITY` says. */
const NPM = `
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const [command, name] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));
if (command === 'view') say({ created: '2020-01-01T00:00:00Z', '99.0.0': process.env.RELEASED });
if (command === 'install') writeFileSync('package-lock.json', JSON.stringify({ x: readFileSync('package.json', 'utf8').includes('"99.0.0"') ? 'sha512-right' : '' }, null, 1));
if (command === 'pack') {
  mkdirSync('package');
  writeFileSync('package/claude', 'the program of ' + process.argv.at(-1));
  execFileSync('tar', ['-czf', 'x.tgz', 'package']);
  say([{ filename: 'x.tgz', integrity: process.env.INTEGRITY }]);
}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pin-'));
  cpSync(join(ROOT, 'edge/claude/cli'), folder, { recursive: true });
  writeFileSync(join(folder, 'npm.mjs'), NPM);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const update = (env: Record<string, string>) =>
  run(process.execPath, [join(ROOT, 'test/supply/update-cli.ts')], {
    env: {
      PATH: '/usr/bin:/bin',
      DISPATCH_PIN_FOLDER: folder,
      npm_execpath: join(folder, 'npm.mjs'),
      npm_node_execpath: process.execPath,
      ...env,
    },
  });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const OLD = { RELEASED: '2026-01-01T00:00:00Z', INTEGRITY: 'sha512-right' };

test('a version that is a week old is pinned, by the digest of its program', async () => {
  expect(await update(OLD)).toEqual({ code: 0, out: 'version=99.0.0\n', err: '' });
  expect(read('package.json')).toContain('"@anthropic-ai/claude-code-linux-x64": "99.0.0"');
  const pin = JSON.parse(read('release.json')) as { version: string; sha256: Record<string, string> };
  const program = 'the program of @anthropic-ai/claude-code-linux-arm64@99.0.0';
  expect(pin.version).toBe('99.0.0');
  expect(pin.sha256['linux-arm64']).toBe(createHash('sha256').update(program).digest('hex'));
});

test('a younger one is left alone', async () => {
  const before = read('release.json');
  const { code, out, err } = await update({ ...OLD, RELEASED: new Date().toISOString() });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('There is nothing newer than');
  expect(read('release.json')).toBe(before);
});

test('a package that is not the one of the lock file is refused', async () => {
  const before = read('release.json');
  const { code, err } = await update({ ...OLD, INTEGRITY: 'sha512-wrong' });
  expect(code).toBe(1);
  expect(err).toContain('is not the one that the lock file names');
  expect(read('release.json')).toBe(before);
});
