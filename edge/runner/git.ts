import { Fault } from '../../core/fault.ts';
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
  return runProgram('git', [...SETTINGS, ...args], {
    env: ENVIRONMENT,
    cwd,
    ...(input === undefined ? {} : { input }),
  });
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
