import type { Limits } from '../profile/limits.ts';
import { refuse } from '../refusal.ts';
import type { SessionFacts } from '../session/session-facts.ts';
import { makeSeal, type Sealed } from '../seal.ts';
import type { Denied } from './denied.ts';
import { listen, type Hearing } from './listen.ts';
import { atLeast, type Role } from './role.ts';
import { objectionOfTeams, type Memberships } from './teams.ts';

export type { Denied } from './denied.ts';
export type { Role } from './role.ts';

/** Proof that this person may have this agent do this task here. This file is its only maker. */
export type Authorised = Sealed<'Authorised'>;

/** Everything the decision rests on, gathered live from GitHub just before. */
export type Facts = {
  hearing: Hearing;
  /** The author's live role; null when they have none. */
  role: Role | null;
  /** Of the author in the agent's teams. */
  memberships: Memberships;
  agent: {
    name: string;
    /** The least role that may start it. */
    invoke: Role;
    /** Whoever starts it has to be in one of these as well; none: nobody has to. */
    teams: readonly string[];
    /**
     * Strangers' pull requests start it, which its profile says: then neither role nor team is needed. The compiler
     * lets only agents say so that are safe for it; never true of a command.
     */
    forStrangers?: boolean;
  };
  /** What started it: a command in a comment, or news of a pull request. */
  startedBy?: 'comment' | 'pull_request';
  /** As it is now, not as the webhook said. */
  issue: { open: boolean; locked: boolean; isPullRequest?: boolean };
  task: string;
  /** What the command made stricter. */
  limits: Limits;
  /** Whose result or conversation the agent is given; absent or null for none. */
  earlier?: EarlierJob | null;
  frozen: Frozen;
};

/**
 * A job of the same repository that has ended, and the digest of the result that was accepted of it. `session`: its
 * conversation, where that is given instead.
 */
export type EarlierJob = {
  jobId: string;
  runId: number;
  agent: string;
  resultSha256: string;
  session?: SessionFacts;
};

/** What was true when the command was accepted; later changes do not matter any more. */
export type Frozen = {
  /** SHA-256 of the comment's body, lower-case hex. */
  bodySha256: string;
  /** The comment's `updated_at`. */
  updatedAt: string;
  /** The commit the agent will see. */
  headSha: string;
  configBlob: string;
  /** The default branch's commit that the configuration was read at. */
  configCommit: string;
  /** Whether that commit comes from a fork, and whether the repository is private. */
  forkHead: boolean;
  private: boolean;
};

/** What an `Authorised` holds. */
export type Grant = {
  actor: string;
  role: Role | null;
  /** What started it. */
  startedBy: 'comment' | 'pull_request';
  agent: string;
  task: string;
  limits: Limits;
  earlier: EarlierJob | null;
  repositoryId: number;
  /** owner/name at the time of the decision; the id is what counts. */
  repository: string;
  issueNumber: number;
  commentId: number;
  frozen: Frozen;
};

const seal = makeSeal<'Authorised', Grant>('Authorised');

/** Opens an `Authorised`. Throws `TypeError` for anything this file did not make. */
export function openAuthorised(authorised: Authorised): Grant {
  return seal.open(authorised);
}

/**
 * Decides whether a command may run. The order matters: who asks comes before what state the thread
 * is in, so that somebody without the right learns nothing.
 */
export function decide(facts: Facts): Authorised | Denied {
  const { hearing, role, agent, issue, startedBy = 'comment' } = facts;
  const unheard = listen(hearing);
  if (unheard) return unheard;
  const { login } = hearing.author;
  const { memberships } = facts;
  const needsNothing = startedBy === 'pull_request' && agent.forStrangers === true;
  const objection = needsNothing
    ? null
    : objectionOfStanding({ login, repository: hearing.repository.fullName, role, agent, memberships });
  if (objection !== null) return objection;
  if (!issue.open) return closed(hearing);
  if (issue.locked) return locked(hearing);
  return seal.seal({
    actor: hearing.author.login,
    role,
    startedBy,
    agent: agent.name,
    task: facts.task,
    limits: facts.limits,
    earlier: facts.earlier ?? null,
    repositoryId: hearing.repository.id,
    repository: hearing.repository.fullName,
    issueNumber: hearing.issueNumber,
    commentId: hearing.commentId,
    frozen: facts.frozen,
  });
}

/** Who somebody is in `repository` (`owner/name`), and what an agent asks of whoever starts it. */
export type Standing = { login: string; repository: string } & Pick<Facts, 'role' | 'agent' | 'memberships'>;

/** Why somebody may not start an agent, whatever they want of it and wherever; null when they may. */
export function objectionOfStanding({
  login,
  repository,
  role,
  agent,
  memberships,
}: Standing): Denied | null {
  if (!atLeast(role, agent.invoke)) return notPermitted(login, role, agent);
  return objectionOfTeams({ login, repository, agent: agent.name, teams: agent.teams, memberships });
}

function notPermitted(login: string, role: Role | null, agent: Facts['agent']): Denied {
  const refusal = refuse(
    'not-permitted',
    `${login} has ${role === null ? 'no role' : `the role ${role}`} here, and \`${agent.name}\` needs ${agent.invoke}.`,
    `Ask somebody with the role ${agent.invoke} to write the command.`,
  );
  return { ...refusal, reply: false };
}

function closed(hearing: Hearing): Denied {
  const refusal = refuse(
    'thread-closed',
    `#${hearing.issueNumber} is closed, and agents work on open issues and pull requests only.`,
    'Reopen it, then write the command again.',
  );
  return { ...refusal, reply: true };
}

function locked(hearing: Hearing): Denied {
  const refusal = refuse(
    'thread-locked',
    `The conversation of #${hearing.issueNumber} is locked.`,
    'Unlock it, then write the command again.',
  );
  return { ...refusal, reply: true };
}
