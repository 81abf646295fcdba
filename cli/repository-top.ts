import { tryGit } from '../edge/runner/git.ts';

/** The top of the git repository that holds a folder; null where there is none. */
export async function repositoryTop(folder: string): Promise<string | null> {
  const asked = await tryGit(['rev-parse', '--show-toplevel'], folder).catch(() => null);
  return asked?.code === 0 ? asked.stdout.replace(/\n$/, '') : null;
}
