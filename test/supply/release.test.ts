import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';

/** A clone with a version to release, and the remote that it was cloned from. */
let place: string;
let clone: string;
let key: string;

const git = (...args: string[]) =>
  execFileSync('git', ['-C', clone, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
    encoding: 'utf8',
  }).trim();
const release = (step: string, env: Record<string, string> = { RELEASE_SIGNING_KEY: key }) =>
  run('sh', [join(clone, 'cli/release.sh'), step], { env: { PATH: '/usr/bin:/bin', HOME: place, ...env } });

function setVersion(version: string): void {
  const about = readFileSync(join(clone, 'package.json'), 'utf8');
  writeFileSync(join(clone, 'package.json'), about.replace(/"version": "[^"]*"/, `"version": "${version}"`));
  writeFileSync(
    join(clone, 'CHANGELOG.md'),
    `# agent-dispatch\n\n## ${version}\n\n- ${version} is better\n\n## 0.0.1\n\n- old\n`,
  );
  git('commit', '--quiet', '--all', '--message', `Version ${version}`);
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'release-'));
  clone = join(place, 'clone');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', join(place, 'remote.git')]);
  execFileSync('git', ['clone', '--quiet', join(place, 'remote.git'), clone], { stdio: 'ignore' });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'dummy', '-f', join(place, 'dummy')]);
  key = readFileSync(join(place, 'dummy'), 'utf8');
  for (const folder of ['cli', '.github', 'dist']) mkdirSync(join(clone, folder));
  for (const file of ['cli/release.sh', '.gitignore', 'package.json'])
    cpSync(join(ROOT, file), join(clone, file));
  writeFileSync(join(clone, 'CHANGELOG.md'), '');
  writeFileSync(join(clone, 'dist/index.js'), '1;\n');
  writeFileSync(join(clone, 'dist/broker.js'), '2;\n');
  chmodSync(join(clone, 'cli/release.sh'), 0o755);
  git('add', '--all');
  setVersion('0.2.0');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('without a key that everybody knows nothing is tagged', async () => {
  expect(await release('tag')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no .github/allowed_signers'),
  });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place, 'other')]);
  writeFileSync(
    join(clone, '.github/allowed_signers'),
    `release@agent-dispatch.invalid ${readFileSync(join(place, 'other.pub'), 'utf8')}`,
  );
  expect(await release('tag')).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not in .github/allowed_signers'),
  });
  writeFileSync(
    join(clone, '.github/allowed_signers'),
    `release@agent-dispatch.invalid ${readFileSync(join(place, 'dummy.pub'), 'utf8')}`,
  );
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Who signs');
  expect(await release('tag', {})).toMatchObject({
    code: 1,
    err: expect.stringContaining('RELEASE_SIGNING_KEY is empty'),
  });
  expect(git('ls-remote', 'origin')).toBe('');
});

test('the tag is signed and holds the bundle, on top of the commit that was checked out, which stays as it is', async () => {
  const before = git('rev-parse', 'HEAD');
  const { code, out, err } = await release('tag');
  expect(err).toContain('Good "git" signature');
  expect(code).toBe(0);
  git('fetch', '--quiet', '--tags', 'origin');
  expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(out.trim());
  expect(git('rev-parse', 'v0.2.0^')).toBe(before);
  expect(git('show', 'v0.2.0:dist/index.js')).toBe('1;');
  expect(git('rev-parse', 'HEAD')).toBe(before);
  expect(git('status', '--porcelain')).toBe('');
});

test('a tag that exists is never moved', async () => {
  const before = git('ls-remote', 'origin', 'refs/tags/v0.2.0');
  writeFileSync(join(clone, 'dist/index.js'), 'other;\n');
  expect(await release('tag')).toMatchObject({ code: 1, err: expect.stringContaining('v0.2.0 exists') });
  expect(git('ls-remote', 'origin', 'refs/tags/v0.2.0')).toBe(before);
});

test('the major tag follows the newest version, and no older one', async () => {
  expect(await release('move-major')).toMatchObject({ code: 0, out: 'v0 is now v0.2.0.\n' });
  const at = (tag: string) => git('ls-remote', 'origin', `refs/tags/${tag}^{}`).split('\t')[0];
  expect(at('v0')).toBe(at('v0.2.0'));
  setVersion('0.10.0');
  await release('tag');
  expect((await release('move-major')).out).toBe('v0 is now v0.10.0.\n');
  setVersion('0.9.1');
  await release('tag');
  expect((await release('move-major')).out).toBe('v0 stays at v0.10.0, which is later than v0.9.1.\n');
  expect(at('v0')).toBe(at('v0.10.0'));
});

test('the notes are those of the version', async () => {
  expect((await release('notes')).out.trim()).toBe('- 0.9.1 is better');
  writeFileSync(join(clone, 'CHANGELOG.md'), '# agent-dispatch\n');
  expect(await release('notes')).toMatchObject({
    code: 1,
    err: expect.stringContaining("no section '## 0.9.1'"),
  });
});

test('a step that is none is named, and so is a version that is none', async () => {
  expect(await release('fly')).toMatchObject({
    code: 1,
    err: expect.stringContaining("knows no step 'fly'"),
  });
  setVersion('next');
  expect(await release('tag')).toMatchObject({ code: 1, err: expect.stringContaining('names no version') });
});
