import type { RunEvent } from '../core/events/run-event.ts';
import type { Result } from '../core/output/result.ts';
import { isWithheld } from '../core/redact/gate.ts';
import { openVerified, type Verified } from '../core/ticket/verify.ts';
import { makeTranscript } from '../core/session/transcript.ts';
import { unixSeconds } from '../edge/clock/clock.ts';
import { lockSession, type LockedSession } from '../edge/files/session-file.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Desk } from './desk.ts';
import type { EndedRun } from './ended-run.ts';
import type { Prepared } from './prepare.ts';
import type { RunInputs } from './inputs.ts';

/** A conversation that is handed over: what the result says of it, and the file. */
export type KeptSession = {
  session: NonNullable<Result['session']> | null;
  sessionFile: LockedSession | null;
};

const NONE: KeptSession = { session: null, sessionFile: null };

/** Listens to a run whose profile has its conversations kept. */
export type SessionKeeper = {
  hear: (event: RunEvent) => void;
  /** Encrypts what was heard, once it has passed the gate; nothing of a run that did not end well. */
  handOver: (ended: EndedRun) => KeptSession;
};

/** Null where nothing is to be kept: the profile does not say so, nobody can continue it, or there is no key. */
export function sessionKeeper(
  { plan, continued }: Pick<Prepared, 'plan' | 'continued'>,
  { verified, inputs, desk }: { verified: Verified; inputs: Pick<RunInputs, 'sessionKey'>; desk: Desk },
): SessionKeeper | null {
  const authority = openVerified(verified);
  if (plan.sessionHours === null) return null;
  if (authority.kind !== 'ticket') return without(desk, 'only a job of the app can be continued');
  if (inputs.sessionKey === '') return without(desk, 'the step has no `session-key`');
  const { ticket } = authority;
  const transcript = makeTranscript(ticket.task, continued?.session ?? null);
  const lasts = plan.sessionHours * 3600;
  return {
    hear: transcript.hear,
    handOver({ verdict, taint = [] }) {
      if (verdict.outcome !== 'success') return NONE;
      const passed = desk.pass(JSON.stringify(transcript.session(taint)), 'session', { isSpare: true });
      if (isWithheld(passed)) return without(desk, passed.because) ?? NONE;
      const expiresAt = unixSeconds() + lasts;
      const file = lockSession(passed, inputs.sessionKey, {
        jobId: ticket.job_id,
        agent: ticket.agent,
        configBlob: ticket.config_blob,
        headSha: ticket.head_sha,
        expiresAt,
      });
      return { session: { sha256: sha256(file.locked), expires_at: expiresAt }, sessionFile: file };
    },
  };
}

function without(desk: Desk, why: string): null {
  desk.say(`session: the conversation is not kept: ${why}`);
  return null;
}
