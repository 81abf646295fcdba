import { pressAction, pressRerun } from './checks.ts';
import { addComment, changeComment, commentsOf, removeComment } from './comments.ts';
import { askProtectionRule } from './deployments.ts';
import { addRepository, type NewRepository } from './installing.ts';
import { makeFailing, type Failing } from './failed-runs.ts';
import { addIssue, person } from './issues.ts';
import { makeReviewing, type Reviewing } from './reviews.ts';
import { addLabels } from './labels.ts';
import {
  makePull,
  markReady,
  push,
  retarget,
  setState,
  type NewIssue,
  type NewPullRequest,
} from './pulls.ts';
import type {
  CheckRun,
  Comment,
  HumanRole,
  Issue,
  ProtectionRequest,
  Repository,
  User,
  World,
} from './state.ts';
import { makeTeaming, type Teaming } from './teams.ts';
import { repositoryNamed } from './world.ts';

/** What people do on the web site. `repository` is always `owner/name`; unknown names throw. */
export type People = Teaming &
  Reviewing &
  Failing & {
    createUser(login: string, type?: User['type']): User;
    createRepository(repository: NewRepository): Repository;
    archiveRepository(repository: string): void;
    /** Gives it another name. GitHub leads from the old name to it until somebody takes that; here it is free at once. */
    renameRepository(repository: string, name: string): void;
    setRole(repository: string, login: string, role: HumanRole): void;
    setSecret(repository: string, name: string, value: string): void;
    setVariable(repository: string, name: string, value: string): void;
    createIssue(repository: string, issue: NewIssue): Issue;
    createPullRequest(repository: string, pull: NewPullRequest): Promise<Issue>;
    /** Moves the head of a pull request to another commit, as a push does; its author's, where nobody else is named. */
    pushToPullRequest(repository: string, number: number, headSha: string, login?: string): Promise<void>;
    labelPullRequest(repository: string, number: number, login: string, label: string): void;
    /** Makes a draft one that is ready for review. */
    readyPullRequest(repository: string, number: number, login: string): void;
    /** Makes a pull request ask for another branch. */
    retargetPullRequest(repository: string, number: number, baseRef: string): Promise<void>;
    closeIssue(repository: string, number: number): void;
    reopenIssue(repository: string, number: number): void;
    lockIssue(repository: string, number: number): void;
    /** Comments, and sends the webhook. Throws when this person could not comment there. */
    comment(repository: string, number: number, login: string, body: string): Comment;
    editComment(id: number, login: string, body: string): Comment;
    deleteComment(id: number, login: string): void;
    listComments(repository: string, number: number): Comment[];
    listChecks(repository: string): CheckRun[];
    /** Presses "Re-run" on a check. GitHub offers that to people who may write; here anybody can. */
    rerunCheck(id: number, login: string): void;
    /** Presses one of the buttons that the App gave a check. */
    pressCheckButton(id: number, login: string, identifier: string): void;
    /** Lets a run reach an environment whose protection rule is the App's. */
    reachEnvironment(repository: string, runId: number, environment: string): ProtectionRequest;
  };

/** Makes the methods by which people act on this world. */
export function makePeople(world: World): People {
  const named = (repository: string) => repositoryNamed(world, repository);
  return {
    createUser: (login, type = 'User') => addUser(world, login, type),
    createRepository: (repository) => addRepository(world, repository),
    archiveRepository(repository) {
      named(repository).archived = true;
    },
    renameRepository(repository, name) {
      const renamed = named(repository);
      world.repositories.delete(renamed.fullName.toLowerCase());
      renamed.name = name;
      renamed.fullName = `${renamed.owner.login}/${name}`;
      world.repositories.set(renamed.fullName.toLowerCase(), renamed);
    },
    setRole(repository, login, role) {
      named(repository).roles.set(person(world, login).login.toLowerCase(), role);
    },
    ...makeTeaming(world),
    setSecret(repository, name, value) {
      named(repository).secrets[name] = value;
    },
    setVariable(repository, name, value) {
      named(repository).vars[name] = value;
    },
    createIssue: (repository, issue) => addIssue(world, named(repository), issue),
    createPullRequest: (repository, pull) =>
      makePull(world, pull, named(repository), () => addIssue(world, named(repository), pull)),
    pushToPullRequest: (repository, number, sha, login) =>
      push(
        world,
        issueAt(named(repository), number),
        sha,
        login === undefined ? undefined : person(world, login),
      ),
    labelPullRequest: (repository, number, login, label) =>
      addLabels(world, issueAt(named(repository), number), person(world, login), [label]),
    readyPullRequest: (repository, number, login) =>
      markReady(world, issueAt(named(repository), number), person(world, login)),
    retargetPullRequest: (repository, number, ref) =>
      retarget(world, issueAt(named(repository), number), ref),
    closeIssue: (repository, number) => setState(world, issueAt(named(repository), number), 'closed'),
    reopenIssue: (repository, number) => setState(world, issueAt(named(repository), number), 'open'),
    lockIssue(repository, number) {
      issueAt(named(repository), number).locked = true;
    },
    ...commenting(world),
    ...makeReviewing(world),
    ...makeFailing(world),
    ...checking(world),
    reachEnvironment(repository, runId, environment) {
      const run = world.runs.find(
        ({ id, repository: { fullName } }) => id === runId && fullName === repository,
      );
      if (!run) throw new Error(`no run ${runId} in ${repository}`);
      return askProtectionRule(world, run, environment);
    },
  };
}

function checking(world: World): Pick<People, 'listChecks' | 'rerunCheck' | 'pressCheckButton'> {
  const checkAt = (id: number): CheckRun => {
    const check = world.checks.find((one) => one.id === id);
    if (!check) throw new Error(`no check run ${id}`);
    return check;
  };
  return {
    listChecks: (repository) =>
      world.checks.filter((check) => check.repository === repositoryNamed(world, repository)),
    rerunCheck: (id, login) => pressRerun(world, checkAt(id), person(world, login)),
    pressCheckButton: (id, login, identifier) =>
      pressAction(world, checkAt(id), person(world, login), identifier),
  };
}

function commenting(
  world: World,
): Pick<People, 'comment' | 'editComment' | 'deleteComment' | 'listComments'> {
  return {
    comment(repository, number, login, body) {
      const issue = issueAt(repositoryNamed(world, repository), number);
      const user = person(world, login);
      checkMayComment(issue, user);
      return addComment(world, issue, { user, viaApp: null }, body);
    },
    editComment(id, login, body) {
      return changeComment(world, commentAt(world, id), person(world, login), body);
    },
    deleteComment(id, login) {
      removeComment(world, commentAt(world, id), person(world, login));
    },
    listComments(repository, number) {
      return commentsOf(world, issueAt(repositoryNamed(world, repository), number));
    },
  };
}

function addUser(world: World, login: string, type: User['type']): User {
  const key = login.toLowerCase();
  if (world.users.has(key)) throw new Error(`there is a user ${login} already`);
  const user: User = { id: world.nextId(), login, type };
  world.users.set(key, user);
  return user;
}

function issueAt(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (!issue) throw new Error(`no issue ${repository.fullName}#${number}`);
  return issue;
}

function commentAt(world: World, id: number): Comment {
  const comment = world.comments.get(id);
  if (!comment || comment.deleted) throw new Error(`no comment ${id}`);
  return comment;
}

function checkMayComment({ repository, locked, number }: Issue, user: User): void {
  const role =
    user === repository.owner ? 'admin' : (repository.roles.get(user.login.toLowerCase()) ?? 'none');
  const where = `${repository.fullName}#${number}`;
  if (repository.private && role === 'none')
    throw new Error(`${user.login} cannot see ${where}: it is private`);
  if (repository.archived) throw new Error(`nobody can comment on ${where}: the repository is archived`);
  if (locked && !['write', 'maintain', 'admin'].includes(role)) {
    throw new Error(`${user.login} cannot comment on ${where}: it is locked`);
  }
}
