import { createHash } from 'node:crypto';
import { assert, integer, nat, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleCalls, sampleRun } from '../../../bench/sample-run.ts';
import { AuditEntry, auditInput } from '../../../core/audit/entry.ts';
import { verifyChain } from '../../../core/audit/record.ts';
import { chainStart, followChain } from '../../../core/report/check-chain.ts';
import { hostsOf } from '../../../core/report/connections.ts';
import { filesOf } from '../../../core/report/file-tree.ts';
import { sha256 } from '../../../core/report/sha256.ts';
import { spendOf, thinned } from '../../../core/report/spend.ts';
import { timelineOf, toneOfRow } from '../../../core/report/timeline.ts';
import { visible, visibleLine } from '../../../core/report/visible.ts';

const { lines } = sampleRun(sampleCalls(60));
const entries = lines.map((line) => AuditEntry.parse((JSON.parse(line) as { entry: unknown }).entry));
const at = '2026-11-20T10:00:00.000Z';

function call(tool: string, text: string, verdict: 'allow' | 'deny' = 'allow', seq = 1): AuditEntry {
  const input = auditInput(text, 'a'.repeat(64));
  return AuditEntry.parse({
    type: 'asked',
    at,
    seq,
    actor: ['main'],
    tool,
    input,
    verdict,
    rule: 'r',
    because: 'b',
  });
}

test('an answer belongs to a request of the same agent, whichever came first', () => {
  const api = (what: 'forwarded' | 'answered', worker?: string) =>
    AuditEntry.parse({
      type: 'api',
      at,
      what,
      model: 'm',
      status: null,
      cost_usd: what === 'answered' ? 1 : null,
      because: null,
      ...(worker && { worker }),
    });
  const rows = timelineOf([
    api('forwarded'),
    api('forwarded', 'main/1'),
    api('answered', 'main/1'),
    api('answered', 'main/2'),
  ]);
  expect(rows.map((row) => (row.kind === 'request' ? row.answer?.type : row.kind))).toEqual([
    undefined,
    'api',
    'other',
  ]);
});

test('the digest is the one that everybody computes', () => {
  const known = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (let length = 0; length < 200; length++)
    expect(sha256('é'.repeat(length))).toBe(known('é'.repeat(length)));
  assert(property(string({ unit: 'binary', maxLength: 500 }), (text) => sha256(text) === known(text)));
});

test('a page follows a chain to the same end, and to the same first mistake, as the command does', () => {
  const whole = followChain(followChain(chainStart, lines.slice(0, 50), sha256), lines.slice(50), sha256);
  expect(whole).toEqual({
    ok: true,
    lines: lines.length,
    head: (verifyChain(lines, sha256) as { head: string }).head,
  });
  const published = sha256(lines.at(-1) as string);
  const byte = tuple(nat(lines.length - 1), nat(400), integer({ min: 32, max: 126 }));
  assert(
    property(byte, ([number, place, code]) => {
      const line = lines[number] as string;
      const changed = line.slice(0, place) + String.fromCharCode(code) + line.slice(place + 1);
      if (place >= line.length || changed === line) return true;
      const now = lines.with(number, changed);
      const mine = followChain(chainStart, now, sha256);
      const theirs = verifyChain(now, sha256, published);
      // A change of the last line shows in its digest alone.
      return 'broken' in theirs && (!mine.ok || (number === lines.length - 1 && mine.head !== published));
    }),
  );
});

test('the timeline has each call with its end and each request with its answer', () => {
  const rows = timelineOf(entries);
  const calls = rows.filter((row) => row.kind === 'call');
  expect(calls).toHaveLength(60);
  expect(
    calls.every(
      ({ entry, ended }) => (ended?.seq ?? null) === (entry.verdict === 'allow' ? entry.seq : null),
    ),
  ).toBe(true);
  const requests = rows.filter((row) => row.kind === 'request');
  expect(requests.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  expect(requests.every(({ answer }) => answer?.what === 'answered')).toBe(true);
  expect(calls.filter((row) => toneOfRow(row) === 'bad')).toHaveLength(8);
});

test('an answer that no request waits for, and an end that nobody asked for, have rows of their own', () => {
  const api = { type: 'api', at, model: 'm', status: null, cost_usd: 1, because: null };
  const ended = { type: 'ended', at, seq: 3, is_error: false, duration_ms: 1 };
  const odd = [{ ...api, what: 'answered' }, { ...api, what: 'refused' }, ended].map((entry) =>
    AuditEntry.parse(entry),
  );
  expect(timelineOf(odd).map(({ kind }) => kind)).toEqual(['other', 'other', 'other']);
});

test('spend adds up what was metered, up to the budget of the start', () => {
  const spend = spendOf(entries);
  expect(spend?.budgetUsd).toBe(1.5);
  expect(spend?.points[0]).toEqual({ ms: 0, usd: 0 });
  expect(spend?.points.at(-1)?.usd).toBeCloseTo(0.9);
  expect(spendOf(entries.slice(1))).toBeNull();
  const few = thinned(spend?.points ?? [], 5);
  expect(few).toHaveLength(5);
  expect([few[0], few[4]]).toEqual([spend?.points[0], spend?.points.at(-1)]);
});

describe('the tree of files', () => {
  test('counts what calls did, folders with all that is in them', () => {
    const tree = filesOf([
      call('Read', '{"file_path":"/w/src/a.ts"}'),
      call('Edit', '{"file_path":"/w/src/a.ts"}'),
      call('Write', '{"file_path":"/w/b.ts"}', 'deny'),
      call('Bash', '{"command":"cat /etc/passwd"}'),
    ]);
    expect(tree).toEqual({
      unknown: 0,
      root: {
        name: '',
        counts: { read: 1, written: 1, refused: 1 },
        children: [
          {
            name: 'w',
            counts: { read: 1, written: 1, refused: 1 },
            children: [
              {
                name: 'src',
                counts: { read: 1, written: 1, refused: 0 },
                children: [{ name: 'a.ts', counts: { read: 1, written: 1, refused: 0 }, children: [] }],
              },
              { name: 'b.ts', counts: { read: 0, written: 0, refused: 1 }, children: [] },
            ],
          },
        ],
      },
    });
  });

  test('finds the path of an input that was cut, but no path that a content holds', () => {
    const long = 'x'.repeat(3000);
    const named = (input: object) => filesOf([call('Write', JSON.stringify(input))]);
    expect(named({ file_path: '/a', content: long })?.root.children[0]?.name).toBe('a');
    expect(named({ content: `"file_path":"/b" ${long}`, file_path: '/a' })).toMatchObject({ unknown: 1 });
    expect(named({ content: long, file_path: '/a' })).toMatchObject({ unknown: 1 });
  });

  test('is none where no call named a file, and takes any name', () => {
    expect(filesOf([call('Bash', '{"command":"ls"}')])).toBeNull();
    expect(
      filesOf([call('Read', '{"file_path":"/__proto__/constructor"}')])?.root.children[0]?.children[0]?.name,
    ).toBe('constructor');
    const deep = filesOf([call('Read', JSON.stringify({ file_path: '/a/b'.repeat(900) }))]);
    expect(deep?.root.counts.read ?? 0).toBe(0);
  });
});

test('connections are one row per host and verdict, refused ones first', () => {
  const one = entries.filter(({ type }) => type === 'egress');
  expect(hostsOf([...one, ...one]).map(({ host, verdict, count }) => [host, verdict, count])).toEqual([
    ['collector.example:443', 'deny', 2],
    ['registry.npmjs.org:443', 'allow', 2],
  ]);
});

test('what hides or turns a text around shows', () => {
  expect(visible('a\u202Eb\u200B\u001B[31m\r\nc')).toBe('a<U+202E>b<U+200B><U+001B>[31m\nc');
  expect(visibleLine('a\n b', 10)).toBe('a b');
  expect(visibleLine('x'.repeat(11), 10)).toBe(`${'x'.repeat(10)}…`);
});
