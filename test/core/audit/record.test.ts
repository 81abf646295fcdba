import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../core/audit/canonical.ts';
import { auditInput, type AuditEntry } from '../../../core/audit/entry.ts';
import { FIRST_HEAD } from '../../../core/audit/chain.ts';
import { append, verifyChain } from '../../../core/audit/record.ts';
import { gate, reveal, type Outbound } from '../../../core/redact/gate.ts';
import { sha256 } from '../../../edge/keys/digest.ts';
import { at, digest, startEntry } from './start-entry.ts';

const entries: AuditEntry[] = [
  startEntry,
  {
    type: 'asked',
    at,
    seq: 1,
    actor: ['main'],
    tool: 'Bash',
    input: auditInput('{"command":"ls"}', digest),
    verdict: 'deny',
    rule: 'r',
    because: 'b',
  },
  {
    type: 'asked',
    at,
    seq: 2,
    actor: ['main', 'task'],
    tool: 'Read',
    input: auditInput('é\u2028', digest),
    verdict: 'allow',
    rule: 'r',
    because: 'b',
  },
  { type: 'ended', at, seq: 2, is_error: false, duration_ms: 12.5 },
  { type: 'api', at, what: 'answered', model: 'm', status: 200, cost_usd: 0.000001, because: null },
  { type: 'end', at, outcome: 'success', because: null, cost_usd: 0.01, turns: 2 },
];

function chain(): { lines: string[]; head: string } {
  const lines: string[] = [];
  let head = FIRST_HEAD;
  for (const entry of entries) {
    const record = append(head, entry, sha256);
    lines.push(record.line);
    head = record.head;
  }
  return { lines, head };
}

describe('canonical JSON', () => {
  // RFC 8785, sections 3.2.2 and 3.2.3, and appendix B.
  test('the example of the standard', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as never;
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts keys by UTF-16 unit', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test.each([
    [-0, '0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [9007199254740992, '9007199254740992'],
  ])('%d', (n, text) => expect(canonicalJson(n)).toBe(text));

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800']])('refuses %j', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

describe('the audit chain', () => {
  test('verifies as written', () => {
    const { lines, head } = chain();
    expect(verifyChain(lines, sha256, head)).toEqual({ ok: true, records: entries.length, head });
    expect(verifyChain([], sha256)).toEqual({ ok: true, records: 0, head: FIRST_HEAD });
  });

  test.each<[string, (lines: string[]) => string[], number]>([
    [
      'a record changed',
      (lines) => lines.map((line, n) => (n === 1 ? line.replace('"deny"', '"allow"') : line)),
      3,
    ],
    ['a record removed', (lines) => lines.filter((_, n) => n !== 2), 3],
    ['the first record removed', (lines) => lines.slice(1), 1],
    ['two records swapped', ([a, b, c, ...rest]) => [a, c, b, ...rest] as string[], 2],
    ['a record twice', (lines) => [...lines, lines.at(-1) as string], 7],
    ['spaces added', (lines) => lines.map((line, n) => (n === 5 ? line.replace('{', '{ ') : line)), 6],
    ['a line that is no record', (lines) => [...lines, '{"entry":{},"previous":""}'], 7],
    ['a line that is no JSON', (lines) => [...lines, 'null'], 7],
    ['a line that is torn', (lines) => [...lines.slice(0, 5), (lines[5] as string).slice(0, 20)], 6],
    ['the end cut off', (lines) => lines.slice(0, 4), 5],
    [
      'the last record changed',
      (lines) => lines.map((line, n) => (n === 5 ? line.replace('"turns":2', '"turns":3') : line)),
      7,
    ],
  ])('shows %s', (_, tamper, broken) => {
    const { lines, head } = chain();
    expect(verifyChain(tamper(lines), sha256, head)).toMatchObject({
      broken,
      because: expect.any(String) as string,
    });
  });

  test('refuses an entry that is none', () => {
    expect(() => append(FIRST_HEAD, { ...entries[5], extra: 1 } as never, sha256)).toThrow(/extra/);
  });

  test('cuts a long input and keeps its digest', () => {
    const input = auditInput('x'.repeat(5_000), digest);
    expect(input).toMatchObject({ sha256: digest, characters: 5_000 });
    expect(input.text).toHaveLength(2_001);
  });

  test('passes the gate byte for byte, so that the chain still holds', () => {
    const { lines, head } = chain();
    const out = reveal(gate(lines.join('\n'), 'audit', { secrets: { T: 'dummy-secret-value' } }) as Outbound);
    expect(verifyChain(out.split('\n'), sha256, head)).toMatchObject({ ok: true });
  });
});
