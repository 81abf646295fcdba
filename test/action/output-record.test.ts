import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeRecorder } from '../../action/record.ts';
import { AuditEntry } from '../../core/audit/entry.ts';
import { shownRecord } from '../../core/audit/shown.ts';
import type { HandedIn } from '../../core/output/hand-in.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { quietDesk } from './quiet-desk.ts';

const tool = 'mcp__dispatch__labels';
const taken: HandedIn = {
  tray: [],
  became: 'accepted',
  words: 'Taken.',
  item: { kind: 'labels', add: ['bug'] },
};
const refused: HandedIn = { tray: [], became: 'refused', words: 'The label "x" is none.', item: null };

/** Records a call and what became of it, and reads its entry back. */
function recorded(handedIn: HandedIn) {
  const folder = mkdtempSync(join(tmpdir(), 'output-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const audit = openAuditLog(folder);
  const desk = quietDesk();
  const { onNote } = makeRecorder(desk, audit);
  const call = { tool, input: { add: ['bug'] }, actor: 'main' };
  onNote({ kind: 'asked', callId: 'toolu_1', call, verdict: { allow: true, rule: 'no-objection' } });
  onNote({ kind: 'output', callId: 'toolu_1', tool, handedIn });
  audit.close();
  const lines = readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  const entries = lines.map((line) => AuditEntry.parse((JSON.parse(line) as { entry: unknown }).entry));
  return { entry: entries[1], told: entries[1] && shownRecord(entries[1]), said: desk.lines.at(-1) };
}

test('what was taken stands in the record by its digest, under the number of its call', () => {
  const { entry, told, said } = recorded(taken);
  expect(entry).toMatchObject({
    type: 'output',
    seq: 1,
    kind: 'labels',
    became: 'accepted',
    sha256: sha256('{"add":["bug"],"kind":"labels"}'),
    because: null,
  });
  expect(told).toMatchObject({ tone: 'good', text: 'output  #1 labels taken' });
  expect(said).toBe(`taken    ${tool}`);
});

test('what was refused stands there with what the agent was told', () => {
  const { entry, told, said } = recorded(refused);
  expect(entry).toMatchObject({ became: 'refused', sha256: null, because: refused.words });
  expect(told).toMatchObject({ tone: 'bad', text: `output  #1 labels refused: ${refused.words}` });
  expect(said).toContain(refused.words);
});
