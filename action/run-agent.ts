import { outcomeOf } from '../core/events/outcome.ts';
import { counted } from '../core/output/amounts.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { openVerified, type Verified } from '../core/ticket/verify.ts';
import { openAuditLog } from '../edge/files/audit-log.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { CANCELLED, cancelledBeforeStart } from './cancelled.ts';
import type { Desk } from './desk.ts';
import type { RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';
import { prepare, type Prepared } from './prepare.ts';
import { makeRecorder } from './record.ts';
import type { RunStory } from './result.ts';
import { runInCage } from './run-in-cage.ts';

/** How a run ended, and what is known about it by then. */
export type EndedRun = Partial<RunStory> & Pick<RunStory, 'verdict'>;

/**
 * The story of one run that was admitted: prepare, run in the cage, judge how it ended. One that may not
 * start ends as `refused` with the reason. The record of its calls is written to `folder` as it goes.
 */
export async function runAgent(
  verified: Verified,
  inputs: RunInputs,
  machine: Machine,
  desk: Desk,
  cancelled: AbortSignal,
  folder: string,
): Promise<EndedRun> {
  const prepared = await unlessCancelled(prepare(verified, inputs, machine, cancelled), cancelled);
  if (isRefusal(prepared)) return neverStarted(prepared);
  desk.say(
    `agent ${prepared.plan.agent}: ${prepared.plan.tools.join(', ') || 'no tools'}; ${limitsOf(prepared)}`,
  );
  desk.say(`cage: ${prepared.cage}`);
  const ended = await perform(prepared, verified, inputs, machine, desk, cancelled, folder);
  return isRefusal(ended) ? neverStarted(ended) : ended;
}

/** The end of a run that did not start. */
export function neverStarted(cause: Refusal): EndedRun {
  return { verdict: { outcome: cause.code === CANCELLED ? 'cancelled' : 'refused', cause, text: '' } };
}

/** Milliseconds that a cancelled preparation gets to clean up behind itself. */
const CLEAN_UP_MS = 2000;

/** Waits for preparation or for a cancellation, whichever comes first: a runner waits seconds, an install longer. */
async function unlessCancelled<Value>(
  work: Promise<Value>,
  cancelled: AbortSignal,
): Promise<Value | Refusal> {
  const { promise: end, resolve } = Promise.withResolvers<Refusal>();
  const stop = () => {
    const leave = () => resolve(cancelledBeforeStart());
    setTimeout(leave, CLEAN_UP_MS);
    work.then(leave, leave);
  };
  if (cancelled.aborted) stop();
  else cancelled.addEventListener('abort', stop, { once: true });
  const done = work.catch((error: unknown) => {
    if (!cancelled.aborted) throw error;
    return end;
  });
  return Promise.race([end, done.then((value) => (cancelled.aborted ? end : value))]);
}

/** Starts the agent and records what it does; the record is complete before this returns. */
async function perform(
  prepared: Prepared,
  verified: Verified,
  inputs: RunInputs,
  machine: Machine,
  desk: Desk,
  cancelled: AbortSignal,
  folder: string,
): Promise<EndedRun | Refusal> {
  const { plan, claude, cage } = prepared;
  const audit = openAuditLog(folder);
  try {
    const recorder = makeRecorder(desk, audit);
    recorder.write(startEntry(prepared, verified));
    const run = await runInCage({
      ...prepared,
      workspace: machine.workspace,
      temp: machine.temp,
      uid: machine.uid,
      upstream: inputs.baseUrl,
      apiKey: inputs.apiKey,
      cancelled,
      onNote: recorder.onNote,
      onBrokerEvent: recorder.onBrokerEvent,
    });
    if (isRefusal(run)) return run;
    const { timeoutMinutes, budgetUsd } = plan;
    const verdict = outcomeOf({
      ...run,
      timeoutMinutes,
      budgetUsd,
      brokerRefusals: recorder.tally.brokerRefusals,
    });
    const costUsd = run.spentMicroUsd / 1_000_000;
    const turns = run.results.at(-1)?.turns ?? null;
    const because = verdict.cause?.because.slice(0, 1500) ?? null;
    recorder.write({ type: 'end', outcome: verdict.outcome, because, cost_usd: costUsd, turns });
    desk.say(
      `${verdict.outcome}: $${costUsd.toFixed(4)} of $${budgetUsd}, ${counted(recorder.tally.allowed, 'call')} allowed, ${recorder.tally.refused} refused`,
    );
    return {
      verdict,
      costUsd,
      turns,
      model: plan.model,
      cliVersion: claude.version,
      cage,
      auditHead: audit.head(),
      tally: recorder.tally,
    };
  } finally {
    audit.close();
  }
}

function limitsOf({ plan }: Prepared): string {
  return `at most $${plan.budgetUsd}, ${plan.maxTurns} turns, ${plan.timeoutMinutes} minutes; workspace ${plan.workspace}`;
}

/** The first record: who runs what, under which plan, in which cage. */
function startEntry({ plan, systemPrompt, prompt, claude, cage }: Prepared, verified: Verified): object {
  const authority = openVerified(verified);
  return {
    type: 'start',
    job_id: authority.kind === 'ticket' ? authority.ticket.job_id : null,
    agent: plan.agent,
    actor: authority.kind === 'ticket' ? authority.ticket.actor : authority.actor,
    model: plan.model,
    plan_sha256: sha256(JSON.stringify({ ...plan, systemPrompt })),
    task_sha256: sha256(prompt),
    cli_version: claude.version,
    cage,
  };
}
