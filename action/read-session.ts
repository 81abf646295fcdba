import type { Continued } from '../core/context/conversation.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { readSession } from '../core/session/session.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { unixSeconds } from '../edge/clock/clock.ts';
import { SESSION_FILE } from '../edge/files/session-file.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { unlock } from '../edge/keys/session-lock.ts';
import { readRunArtifact } from '../edge/github/run-artifact.ts';
import { notHad, unread } from './read-earlier.ts';

/** How a conversation is come by; a test swaps one of these for a hole. */
export const sessionReading = { readRunArtifact, sha256, unlock, unixSeconds };

/**
 * The conversation that the ticket says the run continues; null where it says nothing of one. It is the very file that
 * the app accepted, not expired, and was kept for this agent, configuration and commit. One that cannot be had ends the
 * run before a model is asked: an agent that was told to go on must not begin anew.
 */
export async function readContinued(
  authority: Authority,
  { request, name, secret }: { request: Request; name: RepositoryName; secret: string },
  use: typeof sessionReading = sessionReading,
): Promise<Continued | Refusal | null> {
  const ticket = authority.kind === 'ticket' ? authority.ticket : null;
  if (ticket?.from?.session === undefined) return null;
  const { from } = ticket;
  const { sha256: digest, expires_at: expiresAt } = ticket.from.session;
  if (secret === '') return noKey(from);
  if (use.unixSeconds() >= expiresAt) return expired(from, expiresAt);
  const left = await use.readRunArtifact(request, name, from.run_id).catch(unread(from));
  if (isRefusal(left)) return notHad(from, left);
  const locked = left.texts[SESSION_FILE];
  if (locked === undefined) return missing(from);
  if (use.sha256(locked) !== digest || from.agent !== ticket.agent) return otherSession(from);
  const binding = { jobId: from.job_id, agent: ticket.agent, configBlob: ticket.config_blob };
  const json = use.unlock(locked, secret, { ...binding, headSha: ticket.head_sha, expiresAt });
  if (json === null) return notUnlocked(from);
  const session = readSession(json);
  return isRefusal(session) ? session : { jobId: from.job_id, agent: from.agent, session };
}

type From = NonNullable<Ticket['from']>;

function noKey({ job_id }: From): Refusal {
  return refuse(
    'no-session-key',
    `The run is to continue the job ${job_id}, and the input \`session-key\` is empty.`,
    'Set it to `${{ secrets.DISPATCH_SESSION_KEY }}` and add that secret to the repository.',
  );
}

function expired({ job_id }: From, at: number): Refusal {
  const until = new Date(at * 1000).toISOString().slice(0, 16);
  return refuse('session-expired', `The conversation of the job ${job_id} was kept until ${until}Z.`, ANEW);
}

function missing({ job_id, run_id }: From): Refusal {
  return refuse(
    'session-missing',
    `The artifact of the run ${run_id} holds no conversation of the job ${job_id} any more.`,
    ANEW,
  );
}

function otherSession({ job_id, run_id }: From): Refusal {
  return refuse(
    'other-session',
    `The conversation that the run ${run_id} left is not the one of the job ${job_id} that the app accepted.`,
    `${ANEW} Somebody may have put another artifact in its place.`,
  );
}

function notUnlocked({ job_id }: From): Refusal {
  return refuse(
    'session-locked',
    `The conversation of the job ${job_id} cannot be decrypted: the \`session-key\` is another one than when it was kept, or it was kept for something else.`,
    'Give the step the key of then, or start a new job: `--from` gives it the result.',
  );
}

const ANEW = 'Start a new job; `--from` gives it the result of the earlier one.';
