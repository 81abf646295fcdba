import { refuse, type Refusal } from '../../core/refusal.ts';
import { AGENT_GID, AGENT_UID, asUser, type Identity } from './identity.ts';
import { runBounded, type Bounded } from './run-bounded.ts';
import { systemProgram } from './system-program.ts';

/** What was found of the cage: its description for people, or why there is none. */
export type CageCheck = { description: string } | Refusal;

/** A cage that does nothing but start: what is refused here would be refused to the real one. */
const SMALLEST_CAGE = (
  '--unshare-all --die-with-parent --ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 ' +
  '--proc /proc -- /usr/bin/true'
).split(' ');

/**
 * Starts the smallest cage there is and looks whether it holds. Refuses with what is missing and the
 * command that mends it: without a working cage no agent runs.
 */
export async function checkCage(
  identity: Identity,
  find: (name: string) => string | null = systemProgram,
): Promise<CageCheck> {
  if (process.platform !== 'linux') {
    return refuse(
      'no-cage',
      `There is no cage on ${process.platform}.`,
      'Run on Linux, for example ubuntu-24.04.',
    );
  }
  const bwrap = find('bwrap');
  if (bwrap === null) {
    return refuse(
      'no-cage-program',
      'bubblewrap (bwrap) is not installed.',
      'Install it: sudo apt-get install bubblewrap socat',
    );
  }
  if (find('socat') === null) {
    return refuse(
      'no-cage-program',
      'socat, which the inner sandbox needs, is not installed.',
      'Install it: sudo apt-get install socat',
    );
  }
  const smallest = [...asUser(identity, { uid: AGENT_UID, gid: AGENT_GID }), bwrap, ...SMALLEST_CAGE];
  const [version, proof] = await Promise.all([tryProgram([bwrap, '--version']), tryProgram(smallest)]);
  const old = tooOld(version.stdout);
  if (old) return old;
  if (proof.code === 0) {
    const as = identity.privilege === 'none' ? '' : ', a user of its own';
    return { description: `${version.stdout.trim()}: no network, own namespaces${as}` };
  }
  return refuse(
    'no-namespaces',
    `bubblewrap cannot make a cage here: ${lastWords(proof.stderr)}.`,
    'Allow user namespaces for it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), or use a runner that allows them.',
  );
}

/** The first version that can bound a memory file system. */
const OLDEST = [0, 7] as const;

function tooOld(said: string): Refusal | null {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(said) ?? [];
  if (major === undefined || minor === undefined) return null;
  const [most, least] = OLDEST;
  if (Number(major) > most || (Number(major) === most && Number(minor) >= least)) return null;
  return refuse(
    'old-cage-program',
    `${said.trim()} is too old: the cage needs bubblewrap ${OLDEST.join('.')} or newer.`,
    'Use ubuntu-24.04 or debian 12 or newer, or install a newer bubblewrap.',
  );
}

function lastWords(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/^bwrap: /, '').replace(/\.+$/, '') || 'it gave no reason';
}

function tryProgram([program = '', ...args]: readonly string[]): Promise<Bounded> {
  return runBounded({ program, args }, { env: {}, timeoutMs: 10_000 });
}
