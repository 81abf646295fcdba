import { existsSync } from 'node:fs';
import { cagePaths } from '../../core/launch/cage-paths.ts';
import type { CommandLine } from './command-line.ts';
import { AGENT_GID, AGENT_UID, asUser, type Identity } from './identity.ts';
import type { Limits } from './limits.ts';
import { systemProgram } from './system-program.ts';

/** Bytes that the agent's HOME, /tmp and /dev/shm may each hold. */
const SCRATCH_BYTES = 512 * 1024 * 1024;

/** What is put into one cage. Paths are of the machine outside; all must be readable by the agent's user. */
export type CageContents = {
  workspace: string;
  writable: boolean;
  /** The checked CLI binary. */
  claude: string;
  /** Holds settings.json, system-prompt.md, mcp.json where there are servers, gitconfig, passwd, group and hosts. */
  configFolder: string;
  /** Holds the broker's socket. */
  socketFolder: string;
  /** Below the workspace; `.` for its root. */
  workingDir: string;
  limits: Limits;
};

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
  identity: Identity,
): CommandLine {
  const words = [
    ...asUser(identity, { uid: AGENT_UID, gid: AGENT_GID }, contents.limits.asRoot),
    ...contents.limits.asAgent,
    systemProgram('bwrap') ?? 'bwrap',
    ...namespaces,
    ...system(),
    ...scratch,
    ...agentFiles(contents),
    ...closed,
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--chdir',
    contents.workingDir === '.' ? cagePaths.workspace : `${cagePaths.workspace}/${contents.workingDir}`,
    '--',
    ...inside,
  ];
  const [program = 'bwrap', ...args] = words;
  return { program, args };
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

/** Last, when everything has its place: what holds the places together cannot be written either. */
const closed = ['/dev', '/'].flatMap((path) => ['--remount-ro', path]);

const scratch = ['/tmp', '/dev/shm', cagePaths.home].flatMap((path) => [
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
    `${contents.configFolder}/hosts`,
    '/etc/hosts',
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
