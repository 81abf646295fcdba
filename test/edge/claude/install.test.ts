import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installClaude, Release } from '../../../edge/claude/install.ts';
import { PIN_FOLDER, realClaude } from '../../real-claude.ts';

const platform = `${process.platform}-${process.arch}`;
const fake = '#!/bin/sh\necho fake\n';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'install-'))));
afterEach(() => rm(folder, { recursive: true }));

/** A pin of a small binary, and an npm that "installs" it from the folder itself. */
async function fakeWorld(npm: string) {
  const pinFolder = join(folder, 'pin');
  const bin = join(folder, 'bin');
  await mkdir(pinFolder);
  await mkdir(bin);
  const release = { version: '9.9.9', transport: 'socket', sha256: { [platform]: sha256(fake) } };
  await writeFile(join(pinFolder, 'release.json'), JSON.stringify(release));
  await writeFile(join(pinFolder, 'package.json'), '{}');
  await writeFile(join(pinFolder, 'package-lock.json'), '{}');
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${npm}`);
  await chmod(join(bin, 'npm'), 0o755);
  const toolCache = join(folder, 'cache');
  const path = join(
    toolCache,
    `agent-dispatch/claude/9.9.9-${platform}/node_modules/@anthropic-ai/claude-code-${platform}/claude`,
  );
  return { options: { toolCache, pinFolder, path: `${bin}:/usr/bin:/bin` }, path, toolCache };
}

const installs = (content: string) => `
d=node_modules/@anthropic-ai/claude-code-${platform}
mkdir -p $d && printf '%s' '${content}' > $d/claude
env > ../../../env.txt; echo "$@" >> ../../../env.txt
echo once >> ../../../runs.txt`;

describe('installClaude', () => {
  test('installs once, with nothing inherited and no scripts, and reuses it', async () => {
    process.env['DUMMY_SECRET'] = 'dummy-secret-value';
    const { options, path, toolCache } = await fakeWorld(installs(fake));
    const settings = { npm_config_registry: 'http://127.0.0.1:9/' };
    const first = await installClaude({ ...options, npmSettings: settings });
    const second = await installClaude(options);
    delete process.env['DUMMY_SECRET'];
    expect(first).toEqual({ path, version: '9.9.9', transport: 'socket', sha256: sha256(fake) });
    expect(second).toEqual(first);
    expect(await readFile(join(toolCache, 'runs.txt'), 'utf8')).toBe('once\n');
    const seen = await readFile(join(toolCache, 'env.txt'), 'utf8');
    expect(seen).toContain('ci --ignore-scripts --no-audit --no-fund --omit=dev');
    expect(seen).toContain('npm_config_registry=http://127.0.0.1:9/');
    expect(seen).not.toContain('dummy-secret-value');
    expect((await stat(path)).mode & 0o777).toBe(0o555);
  });

  test('several installers at once all succeed and leave one folder', async () => {
    const { options, path, toolCache } = await fakeWorld(`sleep 0.2\n${installs(fake)}`);
    const all = await Promise.all([1, 2, 3].map(() => installClaude(options)));
    expect(all.map((installed) => installed.path)).toEqual([path, path, path]);
    expect(await readdir(join(toolCache, 'agent-dispatch/claude'))).toEqual([`9.9.9-${platform}`]);
  });

  test('a cancelled installation ends npm at once and leaves nothing', async () => {
    const { options, toolCache } = await fakeWorld('echo $$ >../../../pid.txt; sleep 4712');
    const began = performance.now();
    const fault = await installClaude({ ...options, cancelled: AbortSignal.timeout(300) }).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({
      code: 'cli-missing',
      message: expect.stringContaining('was ended') as string,
    });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await readdir(join(toolCache, 'agent-dispatch/claude'))).toEqual([]);
    const pid = Number(await readFile(join(toolCache, 'pid.txt'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('an altered binary in the cache is not run, and both hashes are named', async () => {
    const { options, path } = await fakeWorld(installs(fake));
    await installClaude(options);
    await chmod(path, 0o755);
    await appendFile(path, 'x');
    const fault = await installClaude(options).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'cli-altered', remedy: expect.stringContaining('Delete') as string });
    expect((fault as Error).message).toContain(sha256(fake));
    expect((fault as Error).message).toContain(sha256(`${fake}x`));
  });

  test('an altered binary from the registry never gets to its place', async () => {
    const { options, path, toolCache } = await fakeWorld(installs('something else'));
    await expect(installClaude(options)).rejects.toMatchObject({ code: 'cli-altered' });
    await expect(stat(path)).rejects.toThrow('ENOENT');
    expect(await readdir(join(toolCache, 'agent-dispatch/claude'))).toEqual([]);
  });

  test.each([
    ['fails', 'echo "npm error code E404" >&2; echo "npm error 404 Not Found" >&2; exit 1', '404 Not Found'],
    ['is silent', 'exit 3', 'npm said nothing'],
    ['installs nothing', 'exit 0', `no package for ${platform}`],
    ['reaches no registry', 'echo "npm http fetch GET x attempt 3 failed with ENOTFOUND" >&2', 'ENOTFOUND'],
  ])('npm that %s is a fault with its words', async (_name, npm, words) => {
    const { options } = await fakeWorld(npm);
    const fault = await installClaude(options).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'cli-missing', message: expect.stringContaining(words) as string });
  });

  test('no npm, no release for the platform, no release file', async () => {
    const { options } = await fakeWorld('exit 0');
    await expect(installClaude({ ...options, path: folder })).rejects.toMatchObject({ code: 'cli-missing' });
    await expect(installClaude({ ...options, platform: 'win32-x64' })).rejects.toThrow(/win32-x64/);
    await expect(installClaude({ ...options, pinFolder: folder })).rejects.toThrow(/release\.json/);
  });
});

describe('the pin', () => {
  test('names one exact version everywhere', async () => {
    const read = async (name: string) =>
      JSON.parse(await readFile(join(PIN_FOLDER, name), 'utf8')) as unknown;
    type Manifest = { optionalDependencies: Record<string, string> };
    type Lock = { packages: Record<string, Record<string, string>> };
    const release = Release.parse(await read('release.json'));
    const { optionalDependencies } = (await read('package.json')) as Manifest;
    const { packages } = (await read('package-lock.json')) as Lock;
    for (const [name, hash] of Object.entries(release.sha256)) {
      const locked = packages[`node_modules/@anthropic-ai/claude-code-${name}`];
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(optionalDependencies[`@anthropic-ai/claude-code-${name}`]).toBe(release.version);
      expect(locked).toMatchObject({ version: release.version });
      expect(locked?.['integrity']).toMatch(/^sha512-/);
      expect(locked?.['hasInstallScript']).toBeUndefined();
    }
  });

  test('gives the real binary', { timeout: 120_000 }, async () => {
    const { path, version } = await realClaude();
    expect(version).toBe('2.1.329');
    expect((await stat(path)).size).toBeGreaterThan(100_000_000);
    expect(dirname(path)).toContain(platform);
  });
});
