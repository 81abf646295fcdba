import { noCalls, type CallCounts } from '../core/audit/call-counts.ts';
import type { PolicyKind } from '../core/config/agent.ts';
import { MAIN, type ActorId } from '../core/fleet/actor-id.ts';
import { countCall, countEnd } from '../core/output/call-times.ts';
import { callToApprove } from '../core/approval/call.ts';
import { describeInput } from '../core/policy/describe.ts';
import { policyKind } from '../core/policy/rules/policy-kind.ts';
import type { ToolCall, Verdict } from '../core/policy/verdict.ts';
import { isWithheld, type Outbound } from '../core/redact/gate.ts';
import { retold } from '../core/refusal.ts';
import type { BrokerEvent } from '../edge/broker/serve.ts';
import type { Note } from '../edge/claude/supervision.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import type { AuditLog } from '../edge/files/audit-log.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Desk } from './desk.ts';
import { apiEntry, callEntry, fleetEntry, moreRefused, outputEntry } from './entries.ts';
import { countConnection } from './egress-tally.ts';
import { countTokens, emptyTally, type Tally } from './tally.ts';

/** How many calls of each kind are shown; all of them are counted and audited. */
const SHOWN = 20;

/** Listens to a run: writes the audit record first, then tells the log and counts. */
export type Recorder = {
  tally: Tally;
  /** How many calls of this agent were written. */
  counts: () => CallCounts;
  /** Writes an entry that is not about a call: the start and the end. */
  write: (entry: object) => void;
  /** Writes what the gate withheld since the last time, wherever it was. */
  writeWithheld: () => void;
  onNote: (note: Note) => void;
  onBrokerEvent: (event: BrokerEvent) => void;
};

/** Makes the recorder of one agent of a run, under its policy. All agents of a run write into one record. */
export function makeRecorder(
  desk: Desk,
  audit: AuditLog,
  policy: PolicyKind = 'allow_list',
  actor: ActorId = MAIN,
): Recorder {
  const tally = emptyTally();
  const began = unixMilliseconds();
  const asked = new Map<string, { seq: number; at: number }>();
  const stamp = (entry: object) =>
    JSON.stringify({ at: new Date(unixMilliseconds()).toISOString(), ...entry });
  const about = actor === MAIN ? {} : { worker: actor };
  const write = (entry: object) => audit.record(passed(stamp(entry), desk));
  const writeOwn = (entry: object) => write({ ...entry, ...about });
  let told = 0;
  const writeWithheld = () => {
    while (told < desk.withheld.length) write({ type: 'withheld', ...desk.withheld[told++] });
  };
  const thenWithheld = (work: () => void) => {
    try {
      work();
    } finally {
      writeWithheld();
    }
  };
  let [answers, spent] = [0, 0];
  let counts = noCalls;
  const writeCall = (callId: string, call: ToolCall, verdict: Verdict) => {
    // Numbered through the whole record: a model may give two calls the same id.
    const seq = audit.calls().asked + 1;
    const at = unixMilliseconds();
    asked.set(callId, { seq, at });
    countCall(tally.times, { seq, tool: call.tool, isAllowed: verdict.allow, atMs: at - began });
    const input = JSON.stringify(call.input) ?? '';
    audit.record(passed(stamp(callEntry(seq, call, verdict, actor)), desk), {
      redacted: passed(input, desk, 'input of a call'),
      sha256: sha256(input),
    });
    counts = { ...counts, asked: counts.asked + 1 };
  };
  return {
    tally,
    counts: () => counts,
    write,
    writeWithheld,
    onNote: (note) =>
      thenWithheld(() => {
        if (note.kind === 'asked' || note.kind === 'denied') writeCall(note.callId, note.call, note.verdict);
        const begun = note.kind === 'ended' ? asked.get(note.callId) : undefined;
        if (begun && note.kind === 'ended') {
          const duration_ms = unixMilliseconds() - begun.at;
          countEnd(tally.times, begun.seq, duration_ms);
          writeOwn({ type: 'ended', seq: begun.seq, is_error: note.isError, duration_ms });
          counts = { ...counts, ended: counts.ended + 1 };
        }
        if (note.kind === 'output')
          writeOwn(outputEntry(asked.get(note.callId)?.seq ?? 0, note.tool, note.handedIn, sha256));
        if (note.kind === 'fleet')
          writeOwn(fleetEntry(asked.get(note.callId)?.seq ?? 0, note.tool, note.answer));
        if (note.kind === 'canary') writeOwn(canaryEntry(note));
        tell(note, desk, tally, policy);
      }),
    onBrokerEvent: (event) =>
      thenWithheld(() => {
        writeOwn(apiEntry(event));
        const line = event.kind === 'egress' ? countConnection(tally.egress, event) : null;
        if (line !== null) desk.say(line);
        if (event.kind === 'unpinned')
          desk.say(
            `broker: ${event.tool} is not pinned; what its server says of it has the sha256 ${event.sha256}`,
          );
        if (event.kind === 'settled') {
          countTokens(tally, event.usage);
          desk.say(spentLine((answers += 1), (spent += event.costMicroUsd)));
        }
        if (event.kind === 'refused-more') desk.say(`broker: ${moreRefused(event)}: ${event.code}`);
        if (event.kind !== 'refused') return;
        tally.brokerRefusals.push(retold(event));
        desk.say(`broker: refused a model request: ${event.because}`);
      }),
  };
}

function canaryEntry({ tool, before }: Extract<Note, { kind: 'canary' }>): object {
  return { type: 'canary', tool, ...(before ? { before } : {}), verdict: 'deny' };
}

/** How much the answers of models have cost, in micro-dollars. */
function spentLine(answers: number, spent: number): string {
  return `answer ${answers}: $${(spent / 1_000_000).toFixed(4)} so far`;
}

/** What the gate keeps back cannot be recorded, and what cannot be recorded must not happen. */
function passed(text: string, desk: Desk, field = 'record'): Outbound {
  const out = desk.pass(text, 'audit', { field });
  if (isWithheld(out)) throw new Error(`the agent's call was withheld by the gate: ${out.because}`);
  return out;
}

function tell(note: Note, desk: Desk, tally: Tally, policy: PolicyKind): void {
  if (note.kind === 'started') {
    desk.say(`claude ${note.init.version} started with ${note.init.tools.join(', ') || 'no tools'}`);
  }
  if (note.kind === 'canary')
    desk.say(
      `start-up check held: a call of ${note.tool} was asked about and refused${note.before ? ', in a start like this one' : ''}`,
    );
  if (note.kind === 'output') tellOutput(note, desk);
  if (note.kind === 'fleet' && note.answer.became === 'refused')
    desk.say(`not done  ${note.tool}  (${note.answer.words.slice(0, 500)})`);
  if (note.kind === 'retry') {
    desk.say(`the model's API is asked again${note.status === null ? '' : ` after ${note.status}`}`);
  }
  if (note.kind === 'stopped') desk.say(`stopped: ${note.refusal.because}`);
  if (note.kind === 'asked' || note.kind === 'denied') tellCall(note.call, note.verdict, desk, tally, policy);
}

function tellOutput({ tool, handedIn }: Extract<Note, { kind: 'output' }>, desk: Desk): void {
  const { became, words } = handedIn;
  if (became === 'accepted') return desk.say(`taken    ${tool}`);
  desk.say(`${became === 'partly' ? 'in part ' : 'not taken'}  ${tool}  (${words.slice(0, 500)})`);
}

function tellCall(call: ToolCall, verdict: Verdict, desk: Desk, tally: Tally, policy: PolicyKind): void {
  const shown = { tool: call.tool, input: describeInput(call) };
  if (verdict.allow) {
    tally.allowed += 1;
    if (tally.allowedCalls.length < SHOWN) tally.allowedCalls.push(shown);
    desk.say(`allowed  ${shown.tool} ${shown.input}`);
    return;
  }
  const { rule, because } = verdict;
  if (policy === 'require_approval' && rule === policyKind.name) {
    tally.wanted.count += 1;
    tally.deferred ??= callToApprove(call.tool, call.input, sha256);
    if (tally.wanted.calls.length < SHOWN) tally.wanted.calls.push(shown);
    desk.say(`kept     ${shown.tool} ${shown.input}  (for a person to decide)`);
    return;
  }
  tally.refused += 1;
  if (tally.refusedCalls.length < SHOWN) tally.refusedCalls.push({ ...shown, rule, because });
  desk.say(`refused  ${shown.tool} ${shown.input}  (${rule}: ${because})`);
}
