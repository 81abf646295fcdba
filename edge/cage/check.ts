import { spawn } from 'node:child_process';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { dropToAgent } from './identity.ts';

/** What was found of the cage: its description for people, or why there is none. */
export type CageCheck = { description: string } | Refusal;

/** A cage that does nothing but start: what is refused here would be refused to the real one. */
const SMALLEST_CAGE = (
  'bwrap --unshare-all --die-with-parent --ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 ' +
  '--proc /proc -- /usr/bin/true'
).split(' ');

/**
 * Starts the smallest cage there is and looks whether it holds. Refuses with what is missing and the
 * command that mends it: without a working cage no agent runs.
 */
export async function checkCage(runnerUid: number): Promise<CageCheck> {
  if (process.platform !== 'linux') {
    return refuse(
      'no-cage',
      `There is no cage on ${process.platform}.`,
      'Run on Linux, for example ubuntu-24.04.',
    );
  }
  const version = await tryProgram(['bwrap', '--version']);
  if (version.code !== 0) {
    return refuse(
      'no-cage-program',
      'bubblewrap (bwrap) is not installed.',
      'Install it: sudo apt-get install bubblewrap socat',
    );
  }
  if ((await tryProgram(['socat', '-V'])).code !== 0) {
    return refuse(
      'no-cage-program',
      'socat, which the inner sandbox needs, is not installed.',
      'Install it: sudo apt-get install socat',
    );
  }
  const proof = await tryProgram([...dropToAgent(runnerUid), ...SMALLEST_CAGE]);
  if (proof.code === 0) {
    const as = runnerUid === 0 ? ', root dropped' : '';
    return { description: `${version.output.trim()}: no network, own namespaces${as}` };
  }
  return refuse(
    'no-namespaces',
    `bubblewrap cannot make a cage here: ${lastWords(proof.output)}.`,
    'Allow user namespaces for it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), or use a runner that allows them.',
  );
}

function lastWords(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/^bwrap: /, '').replace(/\.+$/, '') || 'it gave no reason';
}

/** Runs a short program with an empty environment. A program that is not there counts as exit code 127. */
function tryProgram(words: readonly string[]): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = words;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 10_000,
    });
    let output = '';
    const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4096));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
