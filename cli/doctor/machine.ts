import { existsSync } from 'node:fs';
import { cpus, platform, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../core/output/amounts.ts';
import { isRefusal } from '../../core/refusal.ts';
import { checkCage } from '../../edge/cage/check.ts';
import { findIdentity } from '../../edge/cage/identity.ts';
import { findLimits } from '../../edge/cage/limits.ts';
import { findClaude } from '../../edge/claude/install.ts';
import { pinnedCli } from '../../edge/claude/pinned-cli.ts';
import { shelfOf, thisPlatform } from '../../edge/claude/shelf.ts';
import { tryGit } from '../../edge/runner/git.ts';
import { packageRoot } from '../../lab/package-root.ts';
import { toolCacheHere } from '../run/tool-cache.ts';
import { fail, failedBy, ok, refused, warn, type Finding } from './finding.ts';
import { proveHere } from './prove-here.ts';

/** What a run needs of this machine, in the order in which a run needs it. */
export const MACHINE: readonly (() => Promise<Finding>)[] = [
  runner,
  node,
  git,
  bundle,
  cage,
  proof,
  cli,
  key,
];

async function runner(): Promise<Finding> {
  const memory = `${(totalmem() / 1e9).toFixed(1)} GB of memory`;
  const told = `${type()} ${release()} on ${thisPlatform()}, ${counted(cpus().length, 'processor')}, ${memory}`;
  if (platform() === 'linux') return ok('runner', told);
  return fail(
    'runner',
    `${told}: agents run on Linux only.`,
    'Use a Linux machine, or GitHub’s runner ubuntu-24.04.',
  );
}

async function node(): Promise<Finding> {
  return ok('node', `Node ${process.versions.node} runs this command`);
}

async function git(): Promise<Finding> {
  const { code, stdout } = await tryGit(['--version'], '/').catch(() => ({ code: 1, stdout: '' }));
  if (code === 0) return ok('git', stdout.trim());
  return fail('git', 'git is not installed, or does not start.', 'Install it: sudo apt-get install git');
}

async function bundle(): Promise<Finding> {
  const missing = ['index.js', 'broker.js'].find((name) => !existsSync(join(packageRoot, 'dist', name)));
  if (missing === undefined) return ok('bundle', `the action's programs are built in ${packageRoot}`);
  return fail(
    'bundle',
    `${join(packageRoot, 'dist', missing)} is missing.`,
    `Run 'npm run build' in ${packageRoot}.`,
  );
}

async function cage(): Promise<Finding> {
  const identity = await findIdentity(process.getuid?.() ?? -1);
  const found = await checkCage(identity);
  if (isRefusal(found)) return refused('cage', found);
  const { description } = await findLimits(identity);
  const told = `${found.description}, ${description}`;
  if (identity.privilege !== 'none') return ok('cage', told);
  return warn(
    'cage',
    `${told}; the agent and the broker run as your own user`,
    'Nothing has to be done. As root, or with a sudo that asks for no password, they get users of their own.',
  );
}

async function proof(): Promise<Finding> {
  const proved = await proveHere();
  if (proved === null) return fail('proof', 'there is no cage to prove.', 'Mend the cage first.');
  if (isRefusal(proved)) return refused('proof', proved);
  return ok('proof', `${proved.held} attacks on the cage were made from inside, and all were held`);
}

async function cli(): Promise<Finding> {
  const { version } = pinnedCli();
  const toolCache = toolCacheHere();
  const { folder, binary } = shelfOf(toolCache, version, thisPlatform());
  if (!existsSync(join(folder, binary)))
    return warn(
      'claude',
      `claude ${version}, which we pin, is not in ${toolCache} yet.`,
      'Nothing has to be done: the first run fetches it (some 70 MB) from the npm registry and compares its hash.',
    );
  try {
    const pinFolder = join(packageRoot, 'edge', 'claude', 'cli');
    const found = await findClaude({ toolCache, pinFolder, path: '/usr/bin:/bin' });
    await found.compared;
    return ok('claude', `claude ${found.version}, SHA-256 ${found.sha256.slice(0, 12)}… as pinned`);
  } catch (error) {
    return failedBy('claude', error);
  }
}

async function key(): Promise<Finding> {
  if (process.env['ANTHROPIC_API_KEY'])
    return ok('key', 'ANTHROPIC_API_KEY is set; whether it is good, only a run shows');
  return warn(
    'key',
    'ANTHROPIC_API_KEY is not set.',
    'dispatch run needs it, or --scripted; on GitHub it is a secret of the repository.',
  );
}
