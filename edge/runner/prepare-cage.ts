import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type ProgramResult } from './program.ts';

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Lets bubblewrap, and nothing else, make user namespaces where AppArmor keeps them from programs without
 * a profile (Ubuntu 24.04). The protection stays on for everybody else.
 */
const APPARMOR_PROFILE = `abi <abi/4.0>,
include <tunables/global>
profile agent-dispatch-bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
}
`;

/**
 * Installs the two programs that a cage needs, where this user may: as root, or with a sudo that asks for
 * no password. `network` are proxy settings for apt. Says nothing: the caller looks again afterwards.
 */
export async function installCagePrograms(uid: number, network: Record<string, string>): Promise<void> {
  const apt = (...args: string[]) => asRoot(uid, ['/usr/bin/apt-get', '-qq', ...args], network);
  const installed = await apt('install', '-y', '--no-install-recommends', 'bubblewrap', 'socat');
  if (installed?.code === 0) return;
  // A fresh machine has no package lists yet.
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'bubblewrap', 'socat');
}

/** Loads an AppArmor profile for bubblewrap alone, where this user may. Says nothing, as above. */
export async function allowNamespaces(uid: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-dispatch-apparmor-'));
  try {
    const profile = join(folder, 'agent-dispatch-bwrap');
    await writeFile(profile, APPARMOR_PROFILE);
    await asRoot(uid, ['/usr/sbin/apparmor_parser', '--replace', '--skip-cache', profile], {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Lets every program of this machine make user namespaces: the last resort, for workflows that ask for it.
 * Says nothing, as above.
 */
export async function liftNamespaceBan(uid: number): Promise<void> {
  await asRoot(uid, ['/usr/sbin/sysctl', '-q', '-w', 'kernel.apparmor_restrict_unprivileged_userns=0'], {});
}

/** Runs a program as root, or not at all: null when neither root nor sudo is to be had. */
async function asRoot(
  uid: number,
  words: readonly string[],
  network: Record<string, string>,
): Promise<ProgramResult | null> {
  // Ours come last: what an earlier step left in the environment must not choose what runs as root.
  const env = { ...network, PATH: SYSTEM_PATH, DEBIAN_FRONTEND: 'noninteractive', LANG: 'C.UTF-8' };
  const [program = '', ...args] = uid === 0 ? words : ['/usr/bin/sudo', '-n', ...words];
  return runProgram(program, args, { env }).catch(() => null);
}
