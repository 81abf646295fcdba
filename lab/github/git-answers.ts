import { tryGit } from '../../edge/runner/git.ts';
import type { Repository } from './state.ts';

/** What tells git which repository is meant. */
export const inRepository = (repository: Repository) => `--git-dir=${repository.gitDir}`;

/** By the folder: many repositories of a large world share one. */
const answers = new Map<string, Map<string, string>>();

/** Git's answer to a question, from a process of its own; null when git has none. */
export async function ask(repository: Repository, args: readonly string[]): Promise<string | null> {
  const result = await tryGit([inRepository(repository), ...args], repository.gitDir);
  return result.code === 0 ? result.stdout : null;
}

/**
 * The same for a question about full object ids alone: they name their content, so an answer stays true and
 * is asked for once. That there is none may change with the next push, and is asked for again.
 */
export async function askOnce(repository: Repository, args: readonly string[]): Promise<string | null> {
  const known = answers.get(repository.gitDir) ?? new Map<string, string>();
  answers.set(repository.gitDir, known);
  const key = args.join('\0');
  const answer = known.get(key) ?? (await ask(repository, args));
  if (answer !== null) known.set(key, answer);
  return answer;
}
