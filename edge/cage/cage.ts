import { existsSync } from 'node:fs';
import { cagePaths } from '../../core/launch/cage-paths.ts';
import { dropToAgent } from './identity.ts';
import { systemProgram } from './system-program.ts';

/** Bytes that the agent's HOME and /tmp may each hold. */
const SCRATCH_BYTES = 512 * 1024 * 1024;

/** What is put into one cage. Paths are of the machine outside; all must be readable by the agent's user. */
export type CageContents = {
  workspace: string;
  writable: boolean;
  /** The checked CLI binary. */
  claude: string;
  /** Holds settings.json, system-prompt.md, gitconfig, passwd and group. */
  configFolder: string;
  /** Holds the broker's socket. */
  socketFolder: string;
  /** Below the workspace; `.` for its root. */
  workingDir: string;
};

/** A command line: a program and its arguments, never a shell string. */
export type CommandLine = { program: string; args: string[] };

/**
 * The command line that starts `inside` in the cage: no network, own process, mount, user and IPC
 * namespaces, a read-only system, and nothing writable but the workspace (if the profile says so) and
 * bounded memory file systems. Start it with an empty environment: bubblewrap is process 1 inside, and
 * what it was started with can be read there. The inner environment goes in by `environment`.
 */
export function cageCommand(
  contents: CageContents,
  environment: Record<string, string>,
  inside: readonly string[],
  runnerUid: number,
): CommandLine {
  const words = [
    ...dropToAgent(runnerUid),
    ...limited(),
    systemProgram('bwrap') ?? 'bwrap',
    ...namespaces,
    ...system(),
    ...scratch,
    ...agentFiles(contents),
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--chdir',
    contents.workingDir === '.' ? cagePaths.workspace : `${cagePaths.workspace}/${contents.workingDir}`,
    '--',
    ...inside,
  ];
  const [program = 'bwrap', ...args] = words;
  return { program, args };
}

/** Processes and threads that the agent may have: enough for any build, too few to choke the machine. */
const MOST_PROCESSES = 4096;

function limited(): string[] {
  const prlimit = systemProgram('prlimit');
  return prlimit === null ? [] : [prlimit, `--nproc=${MOST_PROCESSES}`, '--core=0', '--'];
}

const namespaces = ['--unshare-all', '--die-with-parent', '--new-session', '--hostname', 'agent'];

const folders = (...paths: string[]) => paths.flatMap((path) => ['--perms', '0755', '--dir', path]);

/** The machine's programs and libraries, read-only. Only what exists: distributions differ. */
function system(): string[] {
  const links = ['bin', 'sbin', 'lib', 'lib64'].filter((name) => existsSync(`/usr/${name}`));
  const files = ['/etc/ssl', '/etc/alternatives', '/etc/ld.so.cache'].filter((path) => existsSync(path));
  return [
    ...folders('/etc', '/run', '/opt', '/home'),
    '--ro-bind',
    '/usr',
    '/usr',
    ...links.flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...files.flatMap((path) => ['--ro-bind', path, path]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
  ];
}

const scratch = ['/tmp', cagePaths.home].flatMap((path) => [
  '--perms',
  '0700',
  '--size',
  String(SCRATCH_BYTES),
  '--tmpfs',
  path,
]);

function agentFiles(contents: CageContents): string[] {
  return [
    '--ro-bind',
    `${contents.configFolder}/passwd`,
    '/etc/passwd',
    '--ro-bind',
    `${contents.configFolder}/group`,
    '/etc/group',
    '--ro-bind',
    contents.configFolder,
    '/etc/agent',
    contents.writable ? '--bind' : '--ro-bind',
    contents.workspace,
    cagePaths.workspace,
    '--ro-bind',
    contents.socketFolder,
    cagePaths.socketFolder,
    '--ro-bind',
    contents.claude,
    cagePaths.claude,
  ];
}
