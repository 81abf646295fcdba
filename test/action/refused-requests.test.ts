import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeRecorder } from '../../action/record.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { tellRefusals } from '../../edge/broker/told-refusals.ts';
import { refuse } from '../../core/refusal.ts';
import { quietDesk } from './quiet-desk.ts';

test('a hundred thousand refused requests take some lines of the record and the log, which count them all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refused-requests-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const audit = openAuditLog(folder);
  const desk = quietDesk();
  const { onBrokerEvent, tally } = makeRecorder(desk, audit);
  const told = tellRefusals((event) => onBrokerEvent({ ...event, actor: 'main' }));
  const refusal = refuse('too-many-requests', 'The agent has asked the model 5 times.', 'Raise max_turns.');
  for (let at = 1; at <= 100_000; at += 1) told.tell(at, refusal);
  told.flush();
  audit.close();
  const lines = readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  const because = lines.map((line) => (JSON.parse(line) as { entry: { because: string } }).entry.because);
  const counted = because.map((text) =>
    Number(/: (\d+) more requests were refused for this$/.exec(text)?.[1] ?? 1),
  );
  expect(lines.length).toBeLessThan(40);
  expect(desk.lines).toHaveLength(lines.length);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(100_000);
  expect(because[0]).toBe('too-many-requests: The agent has asked the model 5 times.');
  expect(desk.lines.at(-1)).toMatch(/^broker: \d+ more requests were refused for this: too-many-requests$/);
  expect(tally.brokerRefusals).toHaveLength(20);
});
