import { runBounded } from './run-bounded.ts';
import { systemProgram } from './system-program.ts';

/** The user that the agent runs as when we can choose. Not in any passwd file, so nothing belongs to it. */
export const AGENT_UID = 64_257;
export const AGENT_GID = 64_257;
/** The user that the broker runs as when we can choose: neither the runner's nor the agent's. */
export const BROKER_UID = 64_258;
/**
 * The user whose the broker is by name only (its real user). Because the two differ, the kernel lets no other
 * process look into it, not even one of either user: for that it would have to be both.
 */
export const BROKER_REAL_UID = 64_259;

/** How we come to be another user: as root, through a sudo that asks for nothing, or not at all. */
export type Privilege = 'root' | 'sudo' | 'none';

/** Who the run's own process is, and what it may become. */
export type Identity = { uid: number; privilege: Privilege };

/** Finds out what this process may become. Costs one start of sudo where we are not root. */
export async function findIdentity(uid: number): Promise<Identity> {
  if (uid === 0) return { uid, privilege: 'root' };
  const sudo = systemProgram('sudo');
  if (sudo === null) return { uid, privilege: 'none' };
  const probe = { program: sudo, args: ['-n', '--', '/bin/true'] };
  const { code } = await runBounded(probe, { env: {}, timeoutMs: 5000 });
  return { uid, privilege: code === 0 ? 'sudo' : 'none' };
}

/** The agent's user for this run, or null when it is ours. */
export function agentUid(identity: Identity): number | null {
  return identity.privilege === 'none' ? null : AGENT_UID;
}

/** The words before a command that run it as root, or null when we cannot become root. */
export function asRoot(identity: Identity): string[] | null {
  switch (identity.privilege) {
    case 'root':
      return [];
    case 'sudo':
      // sudo describes itself in the environment, down to the command line; what it starts needs none of it.
      return [systemProgram('sudo') ?? 'sudo', '-n', '--', systemProgram('env') ?? 'env', '-i'];
    default:
      return null;
  }
}

/**
 * The words before a command that run it as another user, without any capability, group or way back. Where
 * we cannot become anybody, they are none: the command runs as we are. `before` still runs as root.
 */
export function asUser(
  identity: Identity,
  user: { uid: number; gid: number; realUid?: number },
  before: readonly string[] = [],
): string[] {
  const root = asRoot(identity);
  if (root === null) return [];
  return [
    ...root,
    ...before,
    systemProgram('setpriv') ?? 'setpriv',
    `--ruid=${user.realUid ?? user.uid}`,
    `--euid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--no-new-privs',
    '--inh-caps=-all',
    '--bounding-set=-all',
    '--',
  ];
}
