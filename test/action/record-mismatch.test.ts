import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRecorder } from '../../action/record.ts';
import { recordMismatch } from '../../core/audit/call-counts.ts';
import { outcomeOf } from '../../core/events/outcome.ts';
import type { Note } from '../../edge/claude/supervision.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { lineOf, planOf, playLines } from '../edge/claude/scripted-cli.ts';
import { quietDesk } from './quiet-desk.ts';

/* From the CLI's stream to the file on disk: as many records as calls, or the run has failed. */

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'record-mismatch-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const plan = planOf(['Read']);
const { ended, result } = lineOf;
const made = (id: string, input: object) => lineOf.call(id, 'Read', input);
const asks = (id: string, input: object) => lineOf.asks(id, 'Read', input);
const inside = { file_path: 'a.txt' };
const outside = { file_path: '/etc/shadow' };
/** One call that is allowed, one that is refused, one that the CLI refuses by itself; `null` waits for an answer. */
const stream = [
  lineOf.init(plan),
  made('1', inside),
  asks('1', inside),
  null,
  ended('1', false),
  made('2', outside),
  asks('2', outside),
  null,
  ended('2', true),
  made('3', outside),
  ended('3', true),
  result,
];

/** Plays the stream to the real supervisor and the real recorder, of whose notes some may be lost. */
async function play(keeps: (note: Note, index: number) => boolean) {
  const audit = openAuditLog(folder);
  const recorder = makeRecorder(quietDesk(), audit);
  let index = 0;
  const run = await playLines(stream, plan, (note) => keeps(note, (index += 1)) && recorder.onNote(note));
  audit.close();
  const mismatch = recordMismatch(run.calls, audit.calls());
  const verdict = outcomeOf({ ...run, mismatch, timeoutMinutes: 1, budgetUsd: 1, brokerRefusals: [] });
  const records = readFileSync(join(folder, 'audit.jsonl'), 'utf8').split('\n').length - 1;
  return { run, verdict, records, written: audit.calls() };
}

describe('the record of a run', () => {
  test('holds every call of the stream, and the run is a success', async () => {
    const { run, verdict, records, written } = await play(() => true);
    expect(run.calls).toEqual({ asked: 3, ended: 2 });
    expect(written).toEqual(run.calls);
    expect(records).toBe(5);
    expect(verdict.outcome).toBe('success');
  });

  // Of six notes the first tells of the start; each of the others is a record.
  test.each([2, 3, 4, 5, 6])('that lost what note %d told of fails the run', async (lost) => {
    const { verdict } = await play((_, index) => index !== lost);
    expect(verdict).toMatchObject({ outcome: 'failed', cause: { code: 'record-mismatch' } });
    expect(verdict.cause?.because).toContain('told of 3 calls (2 ended)');
  });

  test('that holds a call which was never made fails the run, too', () => {
    expect(recordMismatch({ asked: 1, ended: 1 }, { asked: 2, ended: 1 })?.code).toBe('record-mismatch');
    expect(recordMismatch({ asked: 2, ended: 1 }, { asked: 2, ended: 2 })?.code).toBe('record-mismatch');
    expect(recordMismatch({ asked: 2, ended: 1 }, { asked: 2, ended: 1 })).toBeNull();
  });
});
