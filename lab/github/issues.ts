import type { NewIssue } from './pulls.ts';
import type { Issue, Repository, User, World } from './state.ts';

/** The account of this name. Throws when a test names one that was never made. */
export function person(world: World, login: string): User {
  const user = world.users.get(login.toLowerCase());
  if (!user) throw new Error(`no user ${login}: create it first with createUser`);
  return user;
}

/** Opens an issue, or what becomes a pull request. */
export function addIssue(
  world: World,
  repository: Repository,
  { title, body = '', author }: NewIssue,
): Issue {
  const now = world.now();
  const issue: Issue = {
    id: world.nextId(),
    number: repository.issues.size + 1,
    repository,
    title,
    body,
    author: person(world, author),
    state: 'open',
    locked: false,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    pull: null,
    labels: [],
  };
  repository.issues.set(issue.number, issue);
  return issue;
}
