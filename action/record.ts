import { describeInput } from '../core/policy/describe.ts';
import type { Note } from '../edge/claude/supervise.ts';
import type { BrokerEvent } from '../edge/broker/broker.ts';
import type { AuditLog } from '../edge/files/audit-log.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import type { Desk } from './desk.ts';

/** A call as it is shown to people. */
export type ShownCall = { tool: string; input: string };

/** What a run's record adds up to. */
export type Tally = {
  allowed: number;
  refused: number;
  allowedCalls: ShownCall[];
  refusedCalls: (ShownCall & { rule: string; because: string })[];
  brokerRefusals: string[];
};

/** How many calls of each kind are shown; all of them are counted and audited. */
const SHOWN = 20;

/** Listens to a run: writes the audit record first, then tells the log and counts. */
export type Recorder = {
  tally: Tally;
  onNote: (note: Note) => void;
  onBrokerEvent: (event: BrokerEvent) => void;
};

/** Makes the recorder of one run. */
export function makeRecorder(desk: Desk, audit: AuditLog): Recorder {
  const tally: Tally = { allowed: 0, refused: 0, allowedCalls: [], refusedCalls: [], brokerRefusals: [] };
  const write = (entry: object) =>
    audit.record(desk.out(JSON.stringify({ at: unixMilliseconds(), ...entry }), 'audit'));
  return {
    tally,
    onNote(note) {
      write(entryOf(note));
      tell(note, desk, tally);
    },
    onBrokerEvent(event) {
      write({ ...event, kind: 'api', event: event.kind });
      if (event.kind !== 'refused') return;
      tally.brokerRefusals.push(event.because);
      desk.say(`broker: refused a model request: ${event.because}`);
    },
  };
}

function entryOf(note: Note): object {
  if (note.kind !== 'asked' && note.kind !== 'denied') return note;
  const { tool, input, actor } = note.call;
  return { kind: note.kind, callId: note.callId, tool, actor, input: JSON.stringify(input), ...note.verdict };
}

function tell(note: Note, desk: Desk, tally: Tally): void {
  if (note.kind === 'started')
    desk.say(`claude ${note.init.version} started with ${note.init.tools.join(', ') || 'no tools'}`);
  if (note.kind === 'retry')
    desk.say(`the model's API is asked again${note.status === null ? '' : ` after ${note.status}`}`);
  if (note.kind === 'stopped') desk.say(`stopped: ${note.refusal.because}`);
  if (note.kind !== 'asked' && note.kind !== 'denied') return;
  const shown = { tool: note.call.tool, input: describeInput(note.call) };
  if (note.verdict.allow) {
    tally.allowed += 1;
    if (tally.allowedCalls.length < SHOWN) tally.allowedCalls.push(shown);
    desk.say(`allowed  ${shown.tool} ${shown.input}`);
    return;
  }
  const { rule, because } = note.verdict;
  tally.refused += 1;
  if (tally.refusedCalls.length < SHOWN) tally.refusedCalls.push({ ...shown, rule, because });
  desk.say(`refused  ${shown.tool} ${shown.input}  (${rule}: ${because})`);
}
