import { join } from 'node:path';
import { plannedVerdict } from '../core/approval/planned-verdict.ts';
import { structuredVerdict } from '../core/output/kinds/structured.ts';
import { proposalIn } from '../core/output/hand-in.ts';
import { contextLines } from '../core/context/words.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Verified } from '../core/ticket/verify.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import { openAuditLog, type AuditLog } from '../edge/files/audit-log.ts';
import { unlessCancelled } from './cancelled.ts';
import { carryOut, type Ran } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { failedRun, neverStarted, type EndedRun } from './ended-run.ts';
import { collector, handOverChange } from './hand-over-change.ts';
import { handOverFiles, keeper } from './hand-over-files.ts';
import type { RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';
import { prepare, type Prepared } from './prepare.ts';
import { describeEgress } from './egress-tally.ts';
import { sessionKeeper } from './keep-session.ts';
import { makeRecorder, type Recorder } from './record.ts';
import { cageOf, startEntry } from './start-entry.ts';
import { describeCalls, figuresOf } from './tally.ts';
import type { CagedJob, Layers } from './caged-job.ts';
import { openRunFleet, type RunFleet } from './fleet/run-fleet.ts';
import { isBound, membersOf, wholeTally } from './fleet/whole-run.ts';

/** One run that was admitted, and what it works with. */
export type AgentJob = {
  verified: Verified;
  inputs: RunInputs;
  machine: Machine;
  desk: Desk;
  cancelled: AbortSignal;
  /** Where the record of its calls is written, as the run goes. */
  folder: string;
  layers: Layers;
};

/**
 * The story of one run that was admitted: prepare, run in the cage, judge how it ended. One that may not
 * start ends as `refused` with the reason.
 */
export async function runAgent(job: AgentJob): Promise<EndedRun> {
  const { verified, inputs, machine, desk, cancelled, layers } = job;
  const began = unixMilliseconds();
  desk.section('Set-up');
  const prepared = await unlessCancelled(prepare(verified, inputs, machine, cancelled, layers), cancelled);
  if (isRefusal(prepared)) return neverStarted(prepared);
  desk.obey(prepared.plan.redact);
  desk.say(
    `agent ${prepared.plan.agent}: ${prepared.plan.tools.join(', ') || 'no tools'}; ${limitsOf(prepared)}`,
  );
  desk.say(`cage: ${prepared.footing.description}`);
  if (prepared.taint.length > 0) desk.say(`tainted from the start: ${prepared.taint.join(', ')}`);
  for (const line of contextLines(prepared.context)) desk.say(line);
  if (prepared.plan.skipPermissions)
    desk.say('skip_permissions: calls of its tools are recorded, but not judged on their arguments');
  if (prepared.unknownFacts !== null)
    desk.say(`review: no line can be commented on: ${prepared.unknownFacts}`);
  if (prepared.keepsCredential) desk.say(CREDENTIAL_KEPT);
  return perform(prepared, job, began);
}

/** Not a refusal: later steps of a job may need it, and the agent's copy of the checkout has none. */
const CREDENTIAL_KEPT =
  'workspace: the checkout keeps a credential in .git/config; the agent cannot see it, later steps can. ' +
  'Set `persist-credentials: false` on actions/checkout when nothing needs it.';

/** Starts the agent and records what it does; the record is complete before this returns. */
async function perform(prepared: Prepared, job: AgentJob, began: number): Promise<EndedRun> {
  const audit = openAuditLog(job.folder);
  const recorder = makeRecorder(job.desk, audit, prepared.plan.policy);
  const record = { ...audit, writeWithheld: recorder.writeWithheld };
  const conversation = sessionKeeper(prepared, job);
  try {
    recorder.write(startEntry(prepared, job.verified));
    const fleet = fleetOf(prepared, job, { audit, recorder, began });
    const caged = { ...jobOf(prepared, job, recorder, began), onBrokerEvent: recorder.onBrokerEvent };
    const own = { ...(fleet?.job ?? caged), hear: conversation?.hear };
    const run = await carryOut(prepared, own, { fleet, recorder }, job.layers);
    const ended = isRefusal(run)
      ? refused(run, recorder)
      : conclude({ ...run, fleet, began }, prepared, recorder, job.desk);
    return { ...ended, ...conversation?.handOver(ended), auditHead: audit.head(), record };
  } catch (error) {
    return { ...failedRun(error), auditHead: audit.head(), record };
  }
}

/** The agent's job, but for those who hear of the broker. */
function jobOf(
  prepared: Prepared,
  { inputs, machine, desk, cancelled }: AgentJob,
  recorder: Recorder,
  began: number,
): Omit<CagedJob, 'onBrokerEvent'> {
  return {
    ...prepared,
    workspace: machine.workspace,
    temp: machine.temp,
    ...prepared.footing,
    brokerProgram: join(machine.actionRoot, 'dist', 'broker.js'),
    upstream: inputs.baseUrl,
    apiKey: inputs.apiKey,
    authHeader: inputs.authHeader,
    cancelled,
    onReady() {
      const took = unixMilliseconds() - began;
      desk.say(prepared.plan.group === undefined ? preflightLine(took) : groupLine(took));
      desk.section('Run: each tool call and its verdict');
    },
    collect: collector(prepared, machine, cancelled),
    keep: keeper(prepared.plan),
    onNote: recorder.onNote,
  };
}

/** The fleet of a lead; null for an agent that may start no others. */
function fleetOf(
  prepared: Prepared,
  job: AgentJob,
  { audit, recorder, began }: { audit: AuditLog; recorder: Recorder; began: number },
): RunFleet | null {
  if (prepared.plan.fleet === null) return null;
  const { owner, name } = job.machine.repository;
  const caged = jobOf(prepared, job, recorder, began);
  const { desk, layers } = job;
  return openRunFleet({
    prepared,
    job: caged,
    repository: `${owner}/${name}`,
    desk,
    audit,
    recorder,
    layers,
  });
}

/** The end of a run that was refused while its cage was set up: its record ends with the reason. */
function refused(cause: Refusal, recorder: Recorder): EndedRun {
  const ended = neverStarted(cause);
  const because = cause.because.slice(0, 1500);
  recorder.write({ type: 'end', outcome: ended.verdict.outcome, because, cost_usd: null, turns: null });
  return ended;
}

/** Judges how a run ended, and writes its last record. */
function conclude(
  run: Ran & { fleet: RunFleet | null; began: number },
  { plan, claude, footing, context, digestOf, team }: Prepared,
  recorder: Recorder,
  desk: Desk,
): EndedRun {
  const tally = run.fleet === null ? recorder.tally : wholeTally(run.fleet, recorder);
  const spoken = plan.outputSchema === null ? run.told : structuredVerdict(run.told, plan.outputSchema);
  const verdict = plannedVerdict(spoken, plan, run.tray);
  const costUsd = run.spentMicroUsd / 1_000_000;
  const { turns } = run;
  const because = verdict.cause?.because.slice(0, 1500) ?? null;
  recorder.write({ type: 'end', outcome: verdict.outcome, because, cost_usd: costUsd, turns });
  desk.section('Result');
  const egress = describeEgress(tally.egress);
  if (egress !== null) desk.say(egress);
  desk.say(`${verdict.outcome}: $${costUsd.toFixed(4)} of $${plan.budgetUsd}, ${describeCalls(tally)}`);
  return {
    verdict,
    costUsd,
    turns,
    model: plan.group === undefined || plan.group.models.length === 1 ? plan.model : null,
    cliVersion: claude.version,
    cage: cageOf(plan, footing),
    taint: [...run.taint],
    ...membersOf(run, verdict, { costUsd, turns }),
    context,
    outputs: run.tray,
    planSha256: verdict.outcome === 'success' ? (digestOf?.(proposalIn(run.tray)) ?? null) : null,
    structured: plan.outputSchema !== null,
    ...handOverChange(verdict.outcome === 'success' ? run.change : null, desk),
    ...handOverFiles(verdict.outcome === 'success' ? run.files : null, desk),
    tally: isBound(plan, team) ? figuresOf(tally) : tally,
  };
}

function preflightLine(took: number): string {
  return `preflight: configuration, budget, workspace, cage, CLI and key hold; ${took} ms`;
}

/** The cages of a group, and the copies in them, are made when its agents start, and shown to hold before these are told anything. */
function groupLine(took: number): string {
  return `preflight: configuration, budget and key hold; ${took} ms. Each of the group comes into a cage of its own`;
}

function limitsOf({ plan }: Prepared): string {
  return `at most $${plan.budgetUsd}, ${plan.maxTurns} turns, ${plan.timeoutMinutes} minutes; workspace ${plan.workspace}`;
}
