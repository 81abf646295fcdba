import { notFound, type Answer } from '../answer.ts';
import type { OperationName } from '../openapi/operations.ts';
import type { Comment, Issue, Repository, Run, User, World } from '../state.ts';
import type { Storage } from '../storage.ts';
import type { Caller, Tokens } from '../tokens.ts';
import type { Values } from '../validate.ts';

/** One request that has found its route. */
export type OpenCall = {
  world: World;
  tokens: Tokens;
  storage: Storage;
  /** The path below `/api/v3`. */
  path: string;
  params: Values;
  query: Values;
  /** As the description has it: the pipeline has checked it. */
  body: unknown;
  /** The media type asked for. */
  accept: string;
  /** `X-GitHub-Api-Version`. */
  apiVersion: string;
};

/** One that has been authenticated as well. */
export type Call = OpenCall & { caller: Caller };

/** A call below `/repos/{owner}/{repo}` by a token that may see the repository. */
export type RepositoryCall = Call & {
  repository: Repository;
  caller: Exclude<Caller, { kind: 'app' }>;
};

/** A route for the App itself, with its JWT. */
export type AppRoute = {
  name: OperationName;
  needs: 'app';
  handle: (call: Call) => Answer | Promise<Answer>;
};

/** A route for whoever holds what its path names. */
export type OpenRoute = {
  name: OperationName;
  needs: 'nothing';
  handle: (call: OpenCall) => Answer | Promise<Answer>;
};

/** A route of a repository. `needs` are permissions (`issues:write`), any one of which suffices. */
export type RepositoryRoute = {
  name: OperationName;
  needs: readonly string[] | ((call: RepositoryCall) => readonly string[]);
  handle: (call: RepositoryCall) => Answer | Promise<Answer>;
};

/** A call below `/orgs/{org}` by a token of the App's installation there. */
export type OrganisationCall = Call & { organisation: User };

/** A route of an organisation. `needs` are permissions (`members:read`), any one of which suffices. */
export type OrganisationRoute = {
  name: OperationName & `${string} /orgs/${string}`;
  needs: readonly string[];
  within: 'organisation';
  handle: (call: OrganisationCall) => Answer | Promise<Answer>;
};

export type Route = AppRoute | OpenRoute | RepositoryRoute | OrganisationRoute;

/** The account that a token acts as, and the App behind it. */
export function writerOf(call: RepositoryCall): { user: User; viaApp: RepositoryCall['caller']['app'] } {
  return { user: call.caller.app.bot, viaApp: call.caller.app };
}

/** The issue or pull request that the path names. Answers 404 when there is none. */
export function issueOf(call: RepositoryCall, parameter = 'issue_number'): Issue {
  const issue = call.repository.issues.get(Number(call.params[parameter]));
  if (!issue) throw notFound();
  return issue;
}

/** The comment that the path names. Answers 404 when there is none in this repository. */
export function commentOf(call: RepositoryCall): Comment {
  const comment = call.world.comments.get(Number(call.params['comment_id']));
  if (!comment || comment.deleted || comment.issue.repository !== call.repository) throw notFound();
  return comment;
}

/** The run that the path names. Answers 404 when there is none in this repository. */
export function runOf(call: RepositoryCall): Run {
  const run = call.world.runs.find(
    ({ id, repository }) => id === call.params['run_id'] && repository === call.repository,
  );
  if (!run) throw notFound();
  return run;
}

/** The permissions that speak about an issue at this level: a pull request is open to two of them. */
export function threadPermissions(issue: Issue, level: 'read' | 'write'): string[] {
  return issue.pull ? [`issues:${level}`, `pull_requests:${level}`] : [`issues:${level}`];
}
