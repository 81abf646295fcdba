import { unprocessable, type Refused } from './answer.ts';
import { commitsBetween } from './git-diff.ts';
import { findRef } from './git-objects.ts';
import { addIssue } from './issues.ts';
import { makePull } from './pulls.ts';
import type { Issue, Repository, User, World } from './state.ts';

/** A pull request as the API is asked for it. */
export type NewPull = { title?: string; body?: string; head: string; base: string; draft?: boolean };

const BODY_LIMIT = 65_536;

/** Opens a pull request between two branches of a repository, with what GitHub says where there is none to be made. */
export async function openPull(
  world: World,
  repository: Repository,
  author: User,
  { title, body = '', head, base, draft = false }: NewPull,
): Promise<Issue> {
  const headRef = head.replace(`${repository.owner.login}:`, '');
  const from = await findRef(repository, `refs/heads/${headRef}`);
  const onto = await findRef(repository, `refs/heads/${base}`);
  if (title === undefined || title.trim() === '')
    throw invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
  if (body.length > BODY_LIMIT) throw invalid({ resource: 'PullRequest', field: 'body', code: 'custom' });
  if (from === null) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (onto === null) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const same = [...repository.issues.values()].find(
    ({ pull, state }) =>
      state === 'open' &&
      pull?.head.ref === headRef &&
      pull.head.repository === repository &&
      pull.base.ref === base,
  );
  if (same) throw custom(`A pull request already exists for ${repository.owner.login}:${headRef}.`);
  if ((await commitsBetween(repository, onto.sha, from.sha)).length === 0)
    throw custom(`No commits between ${base} and ${headRef}`);
  const pull = { title, body, author: author.login, headSha: from.sha, headRef, baseRef: base, draft };
  return makePull(world, pull, repository, () => addIssue(world, repository, pull));
}

function custom(message: string): Refused {
  return invalid({ resource: 'PullRequest', code: 'custom', message });
}

function invalid(error: Record<string, string>): Refused {
  return unprocessable('Validation Failed', { errors: [error] });
}
