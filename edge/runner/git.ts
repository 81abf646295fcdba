import { dirname } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { runBounded, type Bounded, type Bounds } from '../cage/run-bounded.ts';
import { systemProgram } from '../cage/system-program.ts';
import { runProgram } from './program.ts';

/**
 * Git's whole environment. No system or user configuration, no prompts, no hooks, no helpers:
 * what a repository or a home directory says must not make our git run anything.
 */
const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  LANG: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
};

const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'log.showSignature=false',
  'safe.directory=*',
  'protocol.ext.allow=never',
].flatMap((setting) => ['-c', setting]);

/** Runs git to its end and returns its output and exit code, whatever it is. */
export function tryGit(args: readonly string[], cwd: string, input?: string | Buffer) {
  return runProgram(systemProgram('git') ?? 'git', [...SETTINGS, ...args], {
    env: ENVIRONMENT,
    cwd,
    ...(input === undefined ? {} : { input }),
  });
}

/**
 * What else a checkout's own files must not do, where earlier steps of a job may have written them: fetch
 * missing objects by a program of their choice, put one commit in the place of another, take a folder of
 * the tree for a repository, or make a repository above the checkout answer for it.
 */
const CHECKOUT_ENVIRONMENT = {
  ...ENVIRONMENT,
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
};
const CHECKOUT_SETTINGS = [
  'safe.bareRepository=explicit',
  // Larger files are shown as binary ones.
  'core.bigFileThreshold=1m',
].flatMap((setting) => ['-c', setting]);

/**
 * Asks a checkout that a stranger may have prepared: read-only questions with short answers. It can
 * neither hang us nor flood us; a question without an answer in time counts as one that git cannot answer.
 */
export function askCheckout(
  args: readonly string[],
  folder: string,
  bounds: Partial<Bounds> = {},
): Promise<Bounded> {
  const env = { ...CHECKOUT_ENVIRONMENT, GIT_CEILING_DIRECTORIES: dirname(folder) };
  const command = { program: 'git', args: [...SETTINGS, ...CHECKOUT_SETTINGS, ...args] };
  return runBounded(command, { env, cwd: folder, timeoutMs: 10_000, ...bounds });
}

/** Runs git and returns what it printed, without the last newline. Throws `Fault` when git fails. */
export async function git(args: readonly string[], cwd: string, input?: string | Buffer): Promise<string> {
  const result = await tryGit(args, cwd, input);
  if (result.code !== 0) {
    throw new Fault(
      'program-failed',
      `git ${args[0] ?? ''} failed in ${cwd}: ${result.stderr.trim().split('\n').at(-1) ?? ''}`,
      'Check that the folder is a git repository and that the commit exists.',
    );
  }
  return result.stdout.replace(/\n$/, '');
}
