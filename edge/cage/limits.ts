import { existsSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { commandLine } from './command-line.ts';
import { asRoot, type Identity } from './identity.ts';
import { runBounded } from './run-bounded.ts';
import { systemProgram } from './system-program.ts';

/** What bounds the agent's use of the machine: words before its command, and their description for people. */
export type Limits = {
  /** Run as root, before root is given up. */
  asRoot: readonly string[];
  /** Run as the agent's user. */
  asAgent: readonly string[];
  description: string;
};

/** Processes and threads that the agent may have: enough for any build, too few to choke the machine. */
const MOST_PROCESSES = 4096;
const MOST_OPEN_FILES = 16_384;
/** Bytes of one file. */
const LARGEST_FILE = 2 * 1024 ** 3;
/** The machine keeps a quarter of its memory for itself and for us. */
const SHARE_OF_MEMORY = 0.75;

/**
 * Finds out how the agent can be bounded here. A control group counts all of its processes together, so it
 * is taken where systemd makes one; the limits of each single process hold everywhere.
 */
export async function findLimits(
  identity: Identity,
  machine = { memory: totalmem(), folder: '/' },
): Promise<Limits> {
  const bytes = Math.floor(machine.memory * SHARE_OF_MEMORY);
  const single = processLimits(bytes);
  const scope = scopeWords(bytes);
  const root = asRoot(identity);
  if (root === null || scope === null || !hasControllers(machine.folder))
    return { asRoot: [], asAgent: single, description: 'limits for each process (rlimit)' };
  const { code } = await runBounded(commandLine([...root, ...scope, '/bin/true']), {
    env: {},
    timeoutMs: 5000,
  });
  return code === 0
    ? { asRoot: scope, asAgent: single, description: 'limits for all processes together (cgroup v2)' }
    : { asRoot: [], asAgent: single, description: 'limits for each process (rlimit)' };
}

function processLimits(bytes: number): string[] {
  const prlimit = systemProgram('prlimit');
  if (prlimit === null) return [];
  return [
    prlimit,
    `--nproc=${MOST_PROCESSES}`,
    `--nofile=${MOST_OPEN_FILES}`,
    `--fsize=${LARGEST_FILE}`,
    `--data=${bytes}`,
    '--core=0',
    '--',
  ];
}

/** A transient scope: systemd makes the group, puts the command into it and removes it afterwards. */
function scopeWords(bytes: number): string[] | null {
  const run = systemProgram('systemd-run');
  if (run === null) return null;
  const properties = [`MemoryMax=${bytes}`, 'MemorySwapMax=0', `TasksMax=${MOST_PROCESSES}`];
  return [run, '--scope', '--quiet', '--collect', ...properties.flatMap((one) => ['-p', one]), '--'];
}

/** Whether systemd runs this machine and one hierarchy of control groups counts memory and processes. */
function hasControllers(folder: string): boolean {
  const file = `${folder}/sys/fs/cgroup/cgroup.controllers`;
  if (!existsSync(`${folder}/run/systemd/system`) || !existsSync(file)) return false;
  const controllers = readFileSync(file, 'utf8').trim().split(' ');
  return controllers.includes('memory') && controllers.includes('pids');
}
