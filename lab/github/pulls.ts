import { filesBetween, commitsBetween } from './git-diff.ts';
import { findCommit, writeRef } from './git-objects.ts';
import { addRepository } from './installing.ts';
import { pullJson } from './nouns/pull.ts';
import type { Issue, Pull, Repository, User, World } from './state.ts';
import { announce } from './webhooks.ts';

export type NewIssue = { title: string; body?: string; author: string };
export type NewPullRequest = NewIssue & {
  /** A commit that the repository has. It is written to `refs/pull/N/head`, as GitHub does. */
  headSha: string;
  headRef?: string;
  /** Another owner than the repository's makes this a pull request from that owner's fork. */
  headOwner?: string;
  baseRef?: string;
  draft?: boolean;
};

/** Makes a pull request of the issue that `makeIssue` makes, once its commits have been found. */
export async function makePull(
  world: World,
  pull: NewPullRequest,
  repository: Repository,
  makeIssue: () => Issue,
): Promise<Issue> {
  const base = await branchHead(repository, pull.baseRef ?? repository.defaultBranch);
  const headSha = await commitNamed(repository, pull.headSha);
  const changes = await countsBetween(repository, base.sha, headSha);
  const issue = makeIssue();
  await writeRef(repository, `refs/pull/${issue.number}/head`, headSha);
  issue.pull = {
    id: world.nextId(),
    head: {
      sha: headSha,
      ref: pull.headRef ?? 'topic',
      repository: headRepository(world, repository, pull),
    },
    base,
    draft: pull.draft ?? false,
    ...changes,
  };
  tellOfPull(world, 'opened', issue, issue.author);
  return issue;
}

/** Moves the head of a pull request to another commit. */
export async function push(
  world: World,
  issue: Issue,
  sha: string,
  sender: User = issue.author,
): Promise<void> {
  const { repository } = issue;
  const pull = pullOf(issue);
  const before = pull.head.sha;
  const after = await commitNamed(repository, sha);
  await writeRef(repository, `refs/pull/${issue.number}/head`, after);
  pull.head.sha = after;
  Object.assign(pull, await countsBetween(repository, pull.base.sha, after));
  issue.updatedAt = world.now();
  tellOfPull(world, 'synchronize', issue, sender, { before, after });
}

/** Makes a pull request ask for another branch. */
export async function retarget(world: World, issue: Issue, baseRef: string): Promise<void> {
  const pull = pullOf(issue);
  const { ref, sha } = pull.base;
  pull.base = await branchHead(issue.repository, baseRef);
  Object.assign(pull, await countsBetween(issue.repository, pull.base.sha, pull.head.sha));
  issue.updatedAt = world.now();
  const changes = { base: { ref: { from: ref }, sha: { from: sha } } };
  tellOfPull(world, 'edited', issue, issue.author, { changes });
}

/** Makes a draft one that is ready for review. */
export function markReady(world: World, issue: Issue, sender: User): void {
  pullOf(issue).draft = false;
  issue.updatedAt = world.now();
  tellOfPull(world, 'ready_for_review', issue, sender);
}

/** Closes or reopens an issue or a pull request. Apps hear of the latter. */
export function setState(world: World, issue: Issue, state: Issue['state']): void {
  issue.state = state;
  issue.updatedAt = world.now();
  issue.closedAt = state === 'closed' ? world.now() : null;
  if (issue.pull) tellOfPull(world, state === 'closed' ? 'closed' : 'reopened', issue, issue.author);
}

/** Tells Apps of a pull request. `sender`: who caused the news. */
export function tellOfPull(
  world: World,
  action: string,
  issue: Issue,
  sender: User,
  extra: object = {},
): void {
  announce(world, 'pull_request', action, {
    repository: issue.repository,
    sender,
    payload: { number: issue.number, pull_request: pullJson(world, issue, pullOf(issue)), ...extra },
  });
}

function pullOf({ pull, repository, number }: Issue): Pull {
  if (!pull) throw new Error(`${repository.fullName}#${number} is no pull request`);
  return pull;
}

async function branchHead(repository: Repository, ref: string): Promise<Pull['base']> {
  const sha = await findCommit(repository, ref);
  if (sha === null) throw new Error(`${repository.fullName} has no branch ${ref}`);
  return { ref, sha };
}

async function commitNamed(repository: Repository, sha: string): Promise<string> {
  const found = await findCommit(repository, sha);
  if (found === null) throw new Error(`${repository.fullName} has no commit ${sha}`);
  return found;
}

function headRepository(world: World, repository: Repository, { headOwner }: NewPullRequest): Repository {
  if (headOwner === undefined || headOwner === repository.owner.login) return repository;
  const known = world.repositories.get(`${headOwner}/${repository.name}`.toLowerCase());
  const { name, gitDir, defaultBranch } = repository;
  const fork = { owner: headOwner, name, gitDir, defaultBranch, private: repository.private };
  return known ?? addRepository(world, { ...fork, installed: false, fork: true });
}

/** How far a pull request's head is from its base. */
async function countsBetween(repository: Repository, base: string, head: string) {
  const files = await filesBetween(repository, base, head);
  return {
    commits: (await commitsBetween(repository, base, head)).length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changedFiles: files.length,
  };
}
