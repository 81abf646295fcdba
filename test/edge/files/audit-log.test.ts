import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRecorder } from '../../../action/record.ts';
import { openAuditLog } from '../../../edge/files/audit-log.ts';
import { readRecordFile } from '../../../edge/report/read-record.ts';
import { startEntry } from '../../core/audit/start-entry.ts';
import { quietDesk } from '../../action/quiet-desk.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'audit-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const MOST = 20_000;
const verdict = { allow: true, rule: 'no-objection' } as const;
const end = { type: 'end', outcome: 'failed', because: null, cost_usd: 0, turns: 1 };

/** Asks for as many calls; returns why it stopped, and how many were written. */
function asksFor(calls: number, most?: number) {
  const audit = openAuditLog(folder, most);
  const recorder = makeRecorder(quietDesk(), audit);
  let stopped = '';
  recorder.write(startEntry);
  const ask = (at: number) => {
    const call = { tool: 'Read', input: { file_path: `${at}.ts` }, actor: 'main' };
    recorder.onNote({ kind: 'asked', callId: `toolu_${at}`, call, verdict });
  };
  try {
    for (let at = 0; at < calls; at += 1) ask(at);
  } catch (error) {
    stopped = (error as Error).message;
  }
  const { asked } = audit.calls();
  recorder.onNote({ kind: 'ended', callId: `toolu_${asked - 1}`, isError: false });
  recorder.write(end);
  audit.close();
  return { stopped, asked, head: audit.head() };
}

const path = () => join(folder, 'audit.jsonl');

test('a full record takes no further call, says so, and still takes how those before it ended', async () => {
  const { stopped, asked, head } = asksFor(1000, MOST);
  expect(stopped).toBe(`it holds ${asked} calls in 0 MB, and no record holds more`);
  expect(asked).toBeGreaterThan(20);
  expect(statSync(path()).size).toBeLessThan(MOST + 2000);
  const types = readFileSync(path(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { entry: { type: string } }).entry.type);
  expect(types.slice(-3)).toEqual(['asked', 'ended', 'end']);
  expect(await readRecordFile(path(), head)).toMatchObject({ objection: null });
});

test('ablation: without the bound it takes them all', () => {
  expect(asksFor(1000, Infinity)).toMatchObject({ stopped: '', asked: 1000 });
  expect(statSync(path()).size).toBeGreaterThan(10 * MOST);
});
