import type { Denied } from '../authority/denied.ts';
import { listen, type Hearing } from '../authority/listen.ts';
import { atLeast, type Role } from '../authority/role.ts';
import { objectionOfTeams, type Memberships } from '../authority/teams.ts';
import type { Refusal } from '../refusal.ts';
import { makeSeal, type Sealed } from '../seal.ts';
import type { CallToApprove } from './call.ts';
import type { Proposal } from './proposal.ts';
import { SHORT_DIGEST } from './plan.ts';
import {
  commandChanged,
  configChanged,
  elsewhere,
  expired,
  headMoved,
  noSuchPart,
  notAsWritten,
  notAwaiting,
  notPermitted,
  otherDigest,
  ownJob,
  planChanged,
} from './refusals.ts';

/** Proof that somebody other than the requester agreed to exactly this plan. This file is its only maker. */
export type Approved = Sealed<'Approved'>;

/** What an `Approved` holds. */
export type Agreement = {
  jobId: string;
  /** Digest of the plan that was agreed to. */
  digest: string;
  approver: { id: number; login: string };
  /** Numbers of the plan's parts that were left out. */
  without: readonly number[];
  /** The one call that the plan is about; null where it is about a run as such. */
  call: CallToApprove | null;
  /** What the agent proposed to do; null where it was not asked to. */
  proposal: Proposal | null;
  /** The comment that said so. */
  commentId: number;
};

/** What became of a comment. */
export type Writing = 'as-written' | 'edited' | 'gone';

/** Everything that the decision rests on, read right before it. */
export type ApprovalFacts = {
  /** The comment with `/dispatch approve`, as it was delivered. */
  hearing: Hearing;
  /** What that comment is by now. */
  comment: Writing;
  /** The same of the comment that asked for the job: approvers read it, and the job does what it said at first. */
  command: Writing;
  /** The approver's live role, and the one that is needed. */
  role: Role | null;
  needed: Role;
  /** The agent's teams, and the approver's membership in them. */
  teams: readonly string[];
  memberships: Memberships;
  job: { jobId: string; agent: string; repositoryId: number; issueNumber: number; awaits: boolean };
  /** Account of whoever asked for the job: logins can be renamed. */
  requesterId: number;
  /** What was posted for approval. Times are milliseconds since 1970. */
  posted: {
    digest: string;
    /** How many parts can be left out. */
    parts: number;
    expiresAt: number;
    decided: boolean;
    configBlob: string;
    headSha: string;
    call: CallToApprove | null;
    proposal: Proposal | null;
  };
  /** The digits that the comment names. */
  named: string;
  /** Numbers of the parts that the comment leaves out. */
  without: readonly number[];
  now: number;
  /** As it is now: the configuration, the commit, and the digest of the plan; null when there is none. */
  current: { configBlob: string | null; headSha: string | null; digest: string | null };
};

/** Why not. `ends`: the job cannot be approved any more by anybody, and ends so. */
export type NotApproved = Denied & { readonly ends: 'expired' | 'refused' | null };

const seal = makeSeal<'Approved', Agreement>('Approved');

/** Opens an `Approved`. Throws `TypeError` for anything this file did not make. */
export function openApproved(approved: Approved): Agreement {
  return seal.open(approved);
}

/**
 * Decides whether a comment approves a job. Who asks comes first: somebody without the right learns nothing, and
 * ends nothing.
 */
export function decideApproval(facts: ApprovalFacts): Approved | NotApproved {
  const objection = objectionOfPerson(facts) ?? objectionOfState(facts) ?? objectionOfChange(facts);
  if (objection !== null) return objection;
  const { id, login } = facts.hearing.author;
  return seal.seal({
    jobId: facts.job.jobId,
    digest: facts.posted.digest,
    approver: { id, login },
    without: [...facts.without],
    call: facts.posted.call,
    proposal: facts.posted.proposal,
    commentId: facts.hearing.commentId,
  });
}

/** Why somebody may not end a job that waits for approval; null when they may. Who asked for it may. */
export function objectionToDenial(facts: Person & { posted: { decided: boolean } }): Denied | null {
  const { job, posted } = facts;
  const open = job.awaits && !posted.decided;
  return objectionOfPerson(facts) ?? (open ? null : aloud(notAwaiting(job.jobId)));
}

type Person = Pick<ApprovalFacts, 'hearing' | 'role' | 'needed' | 'teams' | 'memberships' | 'job'>;

function objectionOfPerson({ hearing, role, needed, teams, memberships, job }: Person): NotApproved | null {
  const unheard = listen(hearing);
  if (unheard !== null) return { ...unheard, ends: null };
  if (!atLeast(role, 'write') || !atLeast(role, needed))
    return silently(notPermitted(hearing.author.login, role, atLeast(needed, 'write') ? needed : 'write'));
  if (job.repositoryId !== hearing.repository.id) return silently(elsewhere(job.issueNumber));
  if (job.issueNumber !== hearing.issueNumber) return aloud(elsewhere(job.issueNumber));
  const repository = hearing.repository.fullName;
  const { login } = hearing.author;
  const outside = objectionOfTeams({ login, repository, agent: job.agent, teams, memberships });
  return outside && { ...outside, ends: null };
}

function objectionOfState(facts: ApprovalFacts): NotApproved | null {
  const { hearing, requesterId, comment, job, posted, named, now } = facts;
  if (requesterId === hearing.author.id) return aloud(ownJob(hearing.author.login));
  if (comment !== 'as-written') return aloud(notAsWritten(comment));
  if (!job.awaits || posted.decided) return aloud(notAwaiting(job.jobId));
  // Written so that an unknown time (NaN) refuses.
  if (!(now < posted.expiresAt)) return { ...aloud(expired(job.agent)), ends: 'expired' };
  if (!names(posted.digest, named)) return aloud(otherDigest(job.jobId));
  const strange = facts.without.find((part) => !(part >= 1 && part <= posted.parts));
  return strange === undefined ? null : aloud(noSuchPart(strange, posted.parts));
}

function objectionOfChange({ command, job, posted, current }: ApprovalFacts): NotApproved | null {
  if (command !== 'as-written') return { ...aloud(commandChanged(command)), ends: 'refused' };
  if (current.configBlob !== posted.configBlob) return { ...aloud(configChanged()), ends: 'refused' };
  if (current.headSha !== posted.headSha) return { ...aloud(headMoved()), ends: 'refused' };
  if (current.digest !== posted.digest) return { ...aloud(planChanged(job.agent)), ends: 'refused' };
  return null;
}

function names(digest: string, named: string): boolean {
  return /^[0-9a-f]+$/.test(named) && named.length >= SHORT_DIGEST && digest.startsWith(named);
}

function aloud(refusal: Refusal): NotApproved {
  return { ...refusal, reply: true, ends: null };
}

function silently(refusal: Refusal): NotApproved {
  return { ...refusal, reply: false, ends: null };
}
