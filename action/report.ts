import { classOf } from '../core/failure/codes.ts';
import { compromisedResult } from '../core/output/compromised.ts';
import type { Result } from '../core/output/result.ts';
import type { CallTimes } from '../core/output/call-times.ts';
import { summary } from '../core/output/summary.ts';
import { maskedIn, type Outbound } from '../core/redact/gate.ts';
import type { Refusal } from '../core/refusal.ts';
import { writeArtifact } from '../edge/files/artifact-folder.ts';
import { writeKept } from '../edge/files/kept-files.ts';
import { summarise } from '../edge/runner/step.ts';
import { accident } from './accident.ts';
import type { Desk } from './desk.ts';
import type { RunRecord } from './ended-run.ts';
import type { MemberLine } from './fleet/members.ts';
import { setOutput, setOutputs } from './outputs.ts';
import { writeRunPage } from './run-page.ts';
import type { ChangeFiles } from './hand-over-change.ts';
import type { FileToKeep } from './hand-over-files.ts';

/** Where a result is handed over to, and what is written of it on the way. */
export type Delivery = {
  folder: string;
  desk: Desk;
  /** Null for a run that never started. */
  record: RunRecord | null;
  /** When which call was made; null where nothing is known of it. */
  times: CallTimes | null;
  /** The files of the change that the run proposes, if any. */
  change?: ChangeFiles | null;
  /** Every agent of the run, where there were several. */
  members?: readonly MemberLine[];
  /** The files that it keeps. */
  kept?: readonly FileToKeep[];
};

/**
 * Hands a result over: artifact folder, step outputs, summary page, report, the answer in the log, and one red line
 * when it did not succeed. What cannot be written to one of them still goes to the others, and makes the run a failed one.
 * All of it passes the gate before any of it is written: what one text is withheld for ends the others, too.
 * Returns the step's exit code: 0 for success only.
 */
export async function report(given: Result, delivery: Delivery): Promise<0 | 1> {
  const { folder, desk, change = null, kept = [], members = [] } = delivery;
  const lines = members.map((member) => `${JSON.stringify(member)}\n`).join('');
  const list = desk.out(lines, 'artifact', { field: 'summary.jsonl' });
  const { result, json, page, text, shown } = packed(given, delivery);
  const unwritten = await problemOf(async () => {
    await writeArtifact(folder, 'result.json', json);
    await writeArtifact(folder, 'summary.md', page);
    if (desk.withheld.length > 0) return;
    if (change !== null) await writeChange(folder, change);
    if (members.length > 0) await writeArtifact(folder, 'summary.jsonl', list);
    await writeKept(folder, kept);
  });
  const told = failedBy(unwritten, result);
  const untold = await problemOf(async () => {
    setOutputs(told, folder, text, desk);
    await summarise(page);
  });
  const last = failedBy(untold, told);
  await addPage(last, folder, desk);
  if (shown !== null) desk.show('Answer of the agent', shown);
  if (last.outcome === 'success' && desk.withheld.length === 0) return 0;
  desk.complain(lineOf(last));
  return 1;
}

async function writeChange(folder: string, { json, patch }: ChangeFiles): Promise<void> {
  await writeArtifact(folder, 'changes.json', json);
  if (patch !== null) await writeArtifact(folder, 'changes.patch', patch);
}

/** What of a result leaves, after the gate. `shown`: the answer for the log; null where there is none. */
type Parcel = { result: Result; json: Outbound; page: Outbound; text: Outbound; shown: Outbound | null };

/** Packs a result; or, when the gate withheld anything of this run, one that says so and holds no word of the agent. */
function packed(given: Result, { desk, record, times }: Delivery): Parcel {
  const first = pack(given, desk, times);
  const masked = mostMaskedIn(first.json);
  const parcel = masked.length === 0 ? first : pack({ ...withoutCall(given), masked }, desk, times);
  if (desk.withheld.length === 0) return parcel;
  const unwritten = record === null ? null : problemOfNow(record.writeWithheld);
  const audit_head = record?.head() ?? null;
  const result = compromisedResult({ ...given, audit_head }, desk.withheld);
  if (unwritten !== null) desk.say(`the record does not name what was withheld: ${unwritten.because}`);
  return pack(result, desk, null);
}

/** A call of which something was masked is another one than the agent wanted to make: nobody can agree to it. */
function withoutCall(result: Result): Result {
  const { deferred: _call, ...rest } = result;
  return rest;
}

const MOST_TOLD = 20;

function mostMaskedIn(json: Outbound): NonNullable<Result['masked']> {
  return maskedIn(json)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, MOST_TOLD);
}

function pack(result: Result, desk: Desk, times: CallTimes | null): Parcel {
  const json = desk.out(JSON.stringify(result), 'artifact', { field: 'result.json', parts: result });
  const page = desk.out(summary(result, times), 'summary');
  const text = desk.out(result.text, 'output', { field: 'text' });
  const shown = result.text.trim() === '' ? null : desk.out(result.text, 'log', { field: 'text' });
  return { result, json, page, text, shown };
}

/** Last of all: whatever becomes of it, the result has been handed over. */
async function addPage(result: Result, folder: string, desk: Desk): Promise<void> {
  const path = await writeRunPage(result, folder, desk);
  const untold = problemOfNow(() => setOutput(desk, 'report-path', path ?? ''));
  if (untold !== null) desk.say(`the output report-path is not set: ${untold.because}`);
}

async function problemOf(work: () => Promise<void>): Promise<Refusal | null> {
  return work().then(
    () => null,
    (error: unknown) => accident(error),
  );
}

function problemOfNow(work: () => void): Refusal | null {
  try {
    work();
    return null;
  } catch (error) {
    return accident(error);
  }
}

/** A result that could not be handed over is no success; one that has a cause already keeps it. */
function failedBy(problem: Refusal | null, result: Result): Result {
  if (problem === null || result.outcome !== 'success') return result;
  const { code, because, remedy } = problem;
  return { ...result, outcome: 'failed', error_code: classOf(code), cause: { code, because, remedy } };
}

function lineOf({ agent, outcome, cause }: Result): string {
  const what = outcome === 'timed_out' ? 'timed out' : outcome;
  return cause ? `${agent} ${what} (${cause.code}): ${cause.because} ${cause.remedy}` : `${agent} ${what}.`;
}
