import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeRecorder } from '../../action/record.ts';
import { AuditEntry } from '../../core/audit/entry.ts';
import { shownRecord } from '../../core/audit/shown.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { quietDesk } from './quiet-desk.ts';

test('the hash of a tool that is not pinned can be copied from the log and from the record', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unpinned-tool-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const audit = openAuditLog(folder);
  const desk = quietDesk();
  const sha256 = '3ceac287b4f8d4af06dbd4928e7ada795bc54aa70505f8e3de50708779f38aad';
  makeRecorder(desk, audit).onBrokerEvent({
    actor: 'main',
    kind: 'unpinned',
    tool: 'mcp__notes__search',
    sha256,
  });
  audit.close();
  const { entry } = JSON.parse(readFileSync(join(folder, 'audit.jsonl'), 'utf8')) as { entry: unknown };
  const told = AuditEntry.parse(entry);
  expect(desk.lines).toEqual([
    `broker: mcp__notes__search is not pinned; what its server says of it has the sha256 ${sha256}`,
  ]);
  expect(told).toMatchObject({ type: 'unpinned', tool: 'mcp__notes__search', sha256 });
  expect(shownRecord(told).text).toContain(sha256);
});
