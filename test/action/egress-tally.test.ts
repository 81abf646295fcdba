import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countConnection, describeEgress, emptyEgress } from '../../action/egress-tally.ts';
import { makeRecorder } from '../../action/record.ts';
import { makeResult } from '../../action/result.ts';
import { readResult } from '../../core/output/result.ts';
import type { BrokerEvent } from '../../edge/broker/events.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { quietDesk } from './quiet-desk.ts';

/* From a connection of the agent to the run's record, its log and its result. */

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'egress-tally-'))));
afterEach(() => rmSync(folder, { recursive: true }));

type Connection = Extract<BrokerEvent, { kind: 'egress' }>;

function connection(changes: Partial<Connection> = {}): Connection {
  const none = { address: null, bytesOut: 0, bytesIn: 0, durationMs: 1 };
  const because = "the host is not in the agent's egress";
  return {
    actor: 'main',
    kind: 'egress',
    ...none,
    host: 'bad.example',
    port: 443,
    allowed: false,
    because,
    ...changes,
  };
}
const open = connection({
  host: 'good.example',
  address: '192.0.2.1',
  allowed: true,
  because: 'ended',
  bytesOut: 5,
  bytesIn: 10,
});

function recordAll(events: Connection[]) {
  const desk = quietDesk();
  const audit = openAuditLog(folder);
  const recorder = makeRecorder(desk, audit);
  for (const event of events) recorder.onBrokerEvent(event);
  audit.close();
  const text = readFileSync(join(folder, 'audit.jsonl'), 'utf8');
  return { lines: desk.lines, tally: recorder.tally, records: text.trim().split('\n') };
}

test('every connection is on the record, allowed or refused, with its host, address, bytes and reason', () => {
  const { records } = recordAll([open, connection()]);
  expect(records.map((line) => (JSON.parse(line) as { entry: object }).entry)).toMatchObject([
    {
      type: 'egress',
      host: 'good.example',
      port: 443,
      address: '192.0.2.1',
      verdict: 'allow',
      because: 'ended',
      bytes_out: 5,
      bytes_in: 10,
      duration_ms: 1,
    },
    { type: 'egress', host: 'bad.example', address: null, verdict: 'deny', because: connection().because },
  ]);
});

test('the log names each refused host once, and twenty at most; the record has them all', () => {
  const many = Array.from({ length: 50 }, (_, index) => connection({ host: `h${index % 30}.example` }));
  const { lines, records, tally } = recordAll([...many, connection({ host: '', port: 0 })]);
  expect(lines).toHaveLength(20);
  expect(new Set(lines).size).toBe(20);
  expect(lines[0]).toBe("egress: refused h0.example:443: the host is not in the agent's egress");
  expect(records).toHaveLength(51);
  expect(tally.egress).toMatchObject({ allowed: 0, refused: 51 });
});

test('a result tells of connections, and readers take it; without any it says nothing', () => {
  const { tally } = recordAll([open, connection(), connection({ host: 'x'.repeat(500) })]);
  const frame = { authority: null, agent: 'tester', durationMs: 1 };
  const verdict = { outcome: 'success' as const, cause: null, text: 'Done.' };
  const result = readResult(JSON.stringify(makeResult(frame, { verdict, tally })));
  expect(result).toMatchObject({
    connections: { allowed: 1, refused: 2, bytes: 15, refused_hosts: [{ host: 'bad.example:443' }, {}] },
  });
  expect(makeResult(frame, { verdict })).not.toHaveProperty('connections');
});

test('the log ends with what all of them add up to', () => {
  const tally = emptyEgress();
  expect(describeEgress(tally)).toBeNull();
  for (const one of [open, open, connection()]) countConnection(tally, one);
  expect(describeEgress(tally)).toBe('egress: 2 allowed and 1 refused connections, 30 bytes');
});
