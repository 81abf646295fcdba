import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nextVersion } from './next-version.ts';
import { lastWords, runNpm, runProgram } from './program.ts';

// Raises the pin of the claude binary to the newest that is a week old: prints `version=2.1.330`, or nothing.
const PACKAGE = '@anthropic-ai/claude-code';
const PLATFORMS = ['linux-x64', 'linux-arm64'];

type Pin = { version: string; transport: string; sha256: Record<string, string> };

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = process.env['DISPATCH_PIN_FOLDER'] ?? join(root, 'edge/claude/cli');
const pin = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as Pin;

const released = await Promise.all(PLATFORMS.map((platform) => timesOf(`${PACKAGE}-${platform}`)));
const version = nextVersion(released, pin.version, Date.now());
if (version === null)
  process.stderr.write(`There is nothing newer than ${pin.version} that is a week old.\n`);
else {
  await raise(version);
  process.stdout.write(`version=${version}\n`);
}

async function timesOf(name: string): Promise<Record<string, string>> {
  const ended = await runNpm(['view', name, 'time', '--json'], folder);
  if (ended.code !== 0) throw new Error(`npm does not say when ${name} was released: ${lastWords(ended)}`);
  return JSON.parse(ended.out) as Record<string, string>;
}

/** Writes all three files of the pin; the lock file holds npm's digest, release.json that of the program itself. */
async function raise(to: string): Promise<void> {
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  writeFileSync(join(folder, 'package.json'), manifest.replaceAll(`"${pin.version}"`, `"${to}"`));
  await must(
    ['install', '--package-lock-only', '--ignore-scripts', '--no-omit-lockfile-registry-resolved'],
    folder,
  );
  const sha256 = Object.fromEntries(
    await Promise.all(PLATFORMS.map(async (platform) => [platform, await digestOf(platform, to)])),
  ) as Pin['sha256'];
  writeFileSync(
    join(folder, 'release.json'),
    `${JSON.stringify({ ...pin, version: to, sha256 }, null, 2)}\n`,
  );
}

async function digestOf(platform: string, of: string): Promise<string> {
  const at = mkdtempSync(join(tmpdir(), 'claude-pin-'));
  try {
    const packed = await must(['pack', '--json', '--ignore-scripts', `${PACKAGE}-${platform}@${of}`], at);
    const [{ filename, integrity } = { filename: '', integrity: '' }] = JSON.parse(packed) as {
      filename: string;
      integrity: string;
    }[];
    const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
    if (integrity === '' || !lock.includes(`"${integrity}"`))
      throw new Error(`the package for ${platform} is not the one that the lock file names`);
    const unpacked = await runProgram('tar', ['-xzf', filename, 'package/claude'], { cwd: at });
    if (unpacked.code !== 0) throw new Error(`${filename} holds no package/claude: ${lastWords(unpacked)}`);
    return createHash('sha256')
      .update(readFileSync(join(at, 'package/claude')))
      .digest('hex');
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

async function must(args: readonly string[], cwd: string): Promise<string> {
  const ended = await runNpm(args, cwd);
  if (ended.code !== 0) throw new Error(`npm ${args[0] ?? ''} failed: ${lastWords(ended)}`);
  return ended.out;
}
