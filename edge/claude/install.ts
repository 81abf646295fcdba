import {
  access,
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Transport } from '../../core/launch/inside.ts';
import { Fault } from '../../core/fault.ts';
import { runBounded } from '../cage/run-bounded.ts';
import { hashOf } from './early-hash.ts';
import { shelfOf, thisPlatform } from './shelf.ts';

/** The one release that we run: its version and the SHA-256 of its binary on each platform. */
export const Release = z.strictObject({
  version: z.string(),
  /** How this version reaches the broker; see `core/launch/inside.ts`. */
  transport: z.enum(['socket', 'bridge']),
  sha256: z.record(z.string(), z.string()),
});
export type Release = z.infer<typeof Release>;

/** Some 70 MB from a registry; a machine that needs longer has no connection worth the name. */
const LONGEST_INSTALL_MS = 5 * 60_000;

/** Where the pinned binary is, and what it should be. */
export type InstalledClaude = { path: string; version: string; sha256: string; transport: Transport };

/** A binary whose bytes are still being compared with the release: it must not be told anything before that. */
export type FoundClaude = InstalledClaude & {
  /** Rejects with `Fault` `cli-altered` when the bytes are others. */
  compared: Promise<void>;
};

export type InstallOptions = {
  /** A folder that outlives the job, such as RUNNER_TOOL_CACHE. */
  toolCache: string;
  /** The folder with package.json, package-lock.json and release.json of the pin. */
  pinFolder: string;
  /** The PATH on which npm and node are found. */
  path: string;
  /** Registry and proxy for npm, such as `npm_config_registry` or `HTTPS_PROXY`; nothing is inherited. */
  npmSettings?: Record<string, string>;
  /** `linux-x64` and so on; this machine's when absent. */
  platform?: string;
  /** Ends npm, and with it the installation. */
  cancelled?: AbortSignal | undefined;
  /** The SHA-256 of a file; read from its bytes when absent. */
  hash?: (path: string) => Promise<string>;
};

/**
 * Returns the pinned binary, from the tool cache or else through npm, after comparing its hash.
 * No package's code runs. Several may install at once. Throws `Fault` `cli-altered` when the bytes
 * aren't the release's and `cli-missing` when there is no binary to be had.
 */
export async function installClaude(options: InstallOptions): Promise<InstalledClaude> {
  const { compared, ...claude } = await findClaude(options);
  await compared;
  return claude;
}

/** As `installClaude`, without waiting for the comparison of what lies in the tool cache. */
export async function findClaude(options: InstallOptions): Promise<FoundClaude> {
  const platform = options.platform ?? thisPlatform();
  const release = await readRelease(options.pinFolder);
  const expected = release.sha256[platform];
  if (expected === undefined) throw unsupported(platform, release);

  const { shelf, folder, binary } = shelfOf(options.toolCache, release.version, platform);
  const path = join(folder, binary);
  if (!(await exists(path))) {
    await mkdir(shelf, { recursive: true });
    const fresh = await mkdtemp(join(shelf, '.installing-'));
    try {
      await installInto(fresh, options, release, { platform, binary });
      await check(hashOf, join(fresh, binary), expected, release);
      await shelve(fresh, folder, path);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  const compared = check(options.hash ?? hashOf, path, expected, release, folder);
  // It may fail before anybody waits for it.
  compared.catch(() => {});
  return { path, version: release.version, sha256: expected, transport: release.transport, compared };
}

async function readRelease(pinFolder: string): Promise<Release> {
  const file = join(pinFolder, 'release.json');
  try {
    return Release.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const why = `${file} doesn't name the release of the claude binary.`;
    throw new Fault('cli-missing', why, 'Use the action at a released version; this copy is incomplete.', {
      cause,
    });
  }
}

async function installInto(
  folder: string,
  options: InstallOptions,
  release: Release,
  { platform, binary: name }: { platform: string; binary: string },
): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(join(options.pinFolder, file), join(folder, file));
  }
  const home = join(folder, '.home');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--loglevel=http'];
  const npm = await findNpm(options.path);
  if (npm === undefined) throw npmFailed(release, `there is no npm on the PATH ${options.path}`);
  const result = await runBounded(
    { program: npm, args },
    {
      cwd: folder,
      env: {
        PATH: options.path,
        HOME: home,
        npm_config_cache: join(home, 'npm'),
        npm_config_update_notifier: 'false',
        ...options.npmSettings,
      },
      timeoutMs: LONGEST_INSTALL_MS,
      cancelled: options.cancelled,
    },
  );
  if (result.code === null) throw npmFailed(release, 'npm was ended before it was done');
  if (result.code !== 0) throw npmFailed(release, lastError(result.stderr));
  const binary = join(folder, name);
  // npm leaves an optional package out, without an error, when it can't be fetched or doesn't fit.
  if (!(await exists(binary))) {
    const reason = lastFetchError(result.stderr) ?? 'its C library may not be glibc';
    throw npmFailed(release, `npm installed no package for ${platform}: ${reason}`);
  }
  await chmod(binary, 0o555);
  await chmod(folder, 0o755);
  await rm(home, { recursive: true, force: true });
}

/** Puts a checked folder in its place at once. Where another installer was faster, theirs stays. */
async function shelve(fresh: string, folder: string, path: string): Promise<void> {
  try {
    await rename(fresh, folder);
  } catch (cause) {
    if (await exists(path)) return;
    throw new Fault(
      'cli-missing',
      `The claude binary could not be put into ${folder}: ${(cause as Error).message}`,
      `Delete ${folder}, or make the tool cache writable.`,
      { cause },
    );
  }
}

async function check(
  hash: (path: string) => Promise<string>,
  path: string,
  expected: string,
  release: Release,
  folder?: string,
): Promise<void> {
  const found = await hash(path);
  if (found === expected) return;
  const remedy = folder
    ? `Delete ${folder} and run again; find out who can write to the tool cache.`
    : 'Check npm_config_registry: the registry served another package than the one that was released.';
  throw new Fault(
    'cli-altered',
    `The claude binary ${path} is not release ${release.version}: its SHA-256 is ${found} and should be ${expected}.`,
    remedy,
  );
}

function unsupported(platform: string, release: Release): Fault {
  const known = Object.keys(release.sha256).join(' and ');
  return new Fault(
    'cli-missing',
    `There is no pinned claude binary for ${platform}.`,
    `Run the agent on ${known}, for example on ubuntu-24.04.`,
  );
}

function npmFailed(release: Release, why: string): Fault {
  return new Fault(
    'cli-missing',
    `claude ${release.version} could not be installed: ${why}`,
    'Check that npm is on the PATH and that the runner reaches its registry; then run again.',
  );
}

/** The last line of npm's complaint that says something; npm ends with the name of its log file. */
function lastError(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => !line.startsWith('npm http') && !line.includes('complete log of this run'))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  return lines.findLast((line) => line !== '') ?? 'npm said nothing';
}

function lastFetchError(stderr: string): string | undefined {
  return stderr.split('\n').findLast((line) => /^npm http fetch .* failed with /.test(line));
}

/** Looks npm up on the caller's PATH, not on ours. */
async function findNpm(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const file = join(folder, 'npm');
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
