import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { makeSeal, type Sealed } from '../seal.ts';
import { Ticket } from './ticket.ts';

/** Proof that somebody entitled to asked for this run. This file is its only maker. */
export type Verified = Sealed<'Verified'>;

/** What stands behind a `Verified`: the app's signed ticket, or the workflow file that called us. */
export type Authority = { kind: 'ticket'; ticket: Ticket } | ({ kind: 'workflow' } & WorkflowFacts);

/**
 * Checks a compact JWS. Resolves to the payload when the signature, the algorithm and the type are
 * right, to a `Refusal` naming what is wrong otherwise.
 */
export type CheckSignature = (jws: string) => Promise<unknown>;

/** What the runner knows by itself, to hold the ticket against. */
export type Expected = {
  /** Numeric id of the repository that runs us: names can be re-registered, ids cannot. */
  repositoryId: number;
  /** Unix time in seconds. */
  now: number;
  /** SHA-256 of a text's UTF-8 bytes, as lower-case hex. */
  sha256: (text: string) => string;
  /** `github.run_attempt`, from 1. */
  runAttempt: number;
};

const SKEW = 60;
const LONGEST = 60_000;
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const AGAIN = 'Write the `/dispatch` comment again to get a new ticket.';

const seal = makeSeal<'Verified', Authority>('Verified');

/** Opens a `Verified`. Throws `TypeError` for anything this file did not make. */
export function openVerified(verified: Verified): Authority {
  return seal.open(verified);
}

/** Turns a ticket into a `Verified`, or says in a `Refusal` what is wrong with it. Never throws. */
export async function verifyTicket(
  jws: string,
  checkSignature: CheckSignature,
  expected: Expected,
): Promise<Verified | Refusal> {
  if (expected.runAttempt !== 1) return rerun(expected.runAttempt);
  if (jws.length > LONGEST || !COMPACT_JWS.test(jws)) return notATicket();
  const payload = await checked(jws, checkSignature);
  if (isRefusal(payload)) return payload;
  const claims = Ticket.safeParse(payload);
  if (!claims.success) return incomplete(claims.error.issues[0]);
  const wrong = mismatch(claims.data, expected);
  return wrong ?? seal.seal({ kind: 'ticket', ticket: claims.data });
}

/** The facts of a run that a workflow file started with inputs of its own: the workflow is the authority. */
export type WorkflowFacts = {
  agent: string;
  task: string;
  actor: string;
  /** The folder with the artifact of an earlier run whose result is given; absent for none. */
  fromPath?: string;
  /** The plan that is carried out, as it was given; absent for none. */
  approvedPlan?: string;
};

/** Makes a `Verified` out of a workflow's own inputs, or a `Refusal` that names the input. */
export function verifiedByWorkflow(facts: WorkflowFacts): Verified | Refusal {
  if (!/^[a-z0-9-]{1,32}$/.test(facts.agent)) {
    return refuse(
      'agent-input-bad',
      facts.agent === ''
        ? 'The input `agent` is empty.'
        : `The input \`agent\` is not an agent name: ${JSON.stringify(facts.agent.slice(0, 64))}.`,
      'Set `agent` to a name from `.github/dispatch.yml` (lower-case letters, digits and dashes).',
    );
  }
  if (facts.task.trim() === '') {
    return refuse(
      'task-input-empty',
      'The input `task` is empty.',
      'Set `task` to what the agent should do.',
    );
  }
  if (facts.actor === '') {
    return refuse(
      'actor-unknown',
      'GitHub did not say who started this run.',
      'Run this as a GitHub Actions step; GITHUB_ACTOR is set there.',
    );
  }
  return seal.seal({ kind: 'workflow', ...facts });
}

async function checked(jws: string, checkSignature: CheckSignature): Promise<unknown> {
  try {
    return await checkSignature(jws);
  } catch {
    return refuse(
      'ticket-unverifiable',
      "The ticket's signature could not be checked.",
      'Check that `ticket-key` holds the public key that the app prints when it starts.',
    );
  }
}

function mismatch(ticket: Ticket, expected: Expected): Refusal | null {
  if (ticket.repository_id !== expected.repositoryId) {
    return refuse(
      'ticket-other-repository',
      `The ticket is for repository ${ticket.repository_id}, but this run belongs to repository ${expected.repositoryId}.`,
      'A ticket works only in the repository whose comment it came from; write `/dispatch` there.',
    );
  }
  // Written so that an unknown time (NaN) refuses.
  if (!(ticket.iat <= expected.now + SKEW)) {
    return refuse(
      'ticket-not-yet-valid',
      `The ticket is valid from ${time(ticket.iat)}, and it is ${time(expected.now)} here.`,
      "Check the clock of the app's machine.",
    );
  }
  if (!(ticket.exp + SKEW > expected.now)) {
    return refuse('ticket-expired', `The ticket expired at ${time(ticket.exp)}.`, AGAIN);
  }
  if (expected.sha256(ticket.task) !== ticket.task_sha256) {
    return refuse('ticket-task-altered', "The ticket's task does not match its own digest.", AGAIN);
  }
  return null;
}

function rerun(attempt: number): Refusal {
  return refuse(
    'ticket-rerun',
    `This is attempt ${attempt} of the run, and a ticket is good for one attempt only.`,
    'Do not re-run the workflow; write the `/dispatch` comment again.',
  );
}

function notATicket(): Refusal {
  return refuse(
    'ticket-not-a-jws',
    'The input `ticket` is not a signed ticket.',
    'Start this workflow with a `/dispatch` comment, or give `agent` and `task` instead of a ticket.',
  );
}

function incomplete(issue: { path: PropertyKey[]; message: string } | undefined): Refusal {
  const claim = issue?.path.map(String).join('.') ?? '';
  return refuse(
    'ticket-incomplete',
    claim === ''
      ? `The ticket's claims are not what this version reads: ${issue?.message ?? 'unknown'}.`
      : `The ticket's claim \`${claim}\` is missing or wrong: ${issue?.message ?? 'unknown'}.`,
    'Use the same version of the app and of the action.',
  );
}

function time(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString();
}
