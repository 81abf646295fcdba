import { tryGit } from './git.ts';

const LONGEST = 60_000;

/**
 * The last commit of a checkout with its changes against its first parent, at most 60,000 characters.
 * Null when there is no checkout or the clone is too shallow to hold the parent.
 */
export async function lastCommit(folder: string): Promise<string | null> {
  if ((await tryGit(['rev-parse', '--verify', '--quiet', 'HEAD^1'], folder)).code !== 0) return null;
  const shown = await tryGit(
    [
      'show',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--first-parent',
      '--stat',
      '--patch',
      '--end-of-options',
      'HEAD',
    ],
    folder,
  );
  if (shown.code !== 0) return null;
  if (shown.stdout.length <= LONGEST) return shown.stdout;
  return `${shown.stdout.slice(0, LONGEST)}\n[the rest of the commit, ${shown.stdout.length - LONGEST} characters, is left out]`;
}
