import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditInput, type AuditEntry } from '../../core/audit/entry.ts';
import { append, FIRST_HEAD } from '../../core/audit/record.ts';
import { ROOT, run } from './run-dispatch.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = '2026-01-02T03:04:05.678Z';
const digest = sha256('x');
const start: AuditEntry = {
  type: 'start',
  at,
  job_id: null,
  agent: 'reviewer',
  actor: 'ada',
  model: 'm',
  plan_sha256: digest,
  task_sha256: digest,
  cli_version: '2.1.329',
  cage: null,
};
const asked = (seq: number, because = ''): AuditEntry => ({
  type: 'asked',
  at,
  seq,
  actor: ['main'],
  tool: 'Bash',
  input: auditInput('{"command":"ls"}', digest),
  verdict: because === '' ? 'allow' : 'deny',
  rule: 'r',
  because,
});
const ended = (seq: number): AuditEntry => ({ type: 'ended', at, seq, is_error: false, duration_ms: 12 });
const end: AuditEntry = { type: 'end', at, outcome: 'success', because: null, cost_usd: 0.01, turns: 2 };
const whole = [start, asked(1), ended(1), asked(2, 'no \u001B[31mcolour\n::error::x'), end];

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'audit-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function chain(entries: readonly AuditEntry[]): { lines: string[]; head: string } {
  let head = FIRST_HEAD;
  const lines = entries.map((entry) => {
    const next = append(head, entry, sha256);
    head = next.head;
    return next.line;
  });
  return { lines, head };
}

function write(lines: readonly string[]): string {
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

const dispatch = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['audit', ...words], { cwd: folder });

describe('verify', () => {
  test('a whole record holds, and with the published head its end is proven, too', async () => {
    const { lines, head } = chain(whole);
    const file = write(lines);
    const plain = await dispatch('verify', file);
    expect(plain).toMatchObject({ code: 0 });
    expect(plain.out).toContain('5 records, 2 calls, 1 allowed: the chain holds; give --head');
    expect(await dispatch('verify', file, '--head', head)).toMatchObject({ code: 0 });
    expect((await dispatch('verify', file, '--head', digest)).err).toContain(
      'its end was cut off or replaced',
    );
  });

  test.each<[string, (lines: string[]) => string[], string]>([
    ['changed', (lines) => lines.with(1, (lines[1] ?? '').replace('"ls', '"rm')), 'line 3'],
    ['taken away', (lines) => lines.toSpliced(2, 1), 'line 3'],
    ['added', (lines) => lines.toSpliced(2, 0, lines[2] ?? ''), 'line 4'],
    ['not JSON', (lines) => lines.with(3, '{'), 'line 4'],
    ['cut off at the end', (lines) => lines.slice(0, 4), 'incomplete'],
  ])('a record that was %s is named', async (_name, change, named) => {
    const { code, err } = await dispatch('verify', write(change(chain(whole).lines)));
    expect(code).toBe(1);
    expect(err).toContain(named);
  });

  test.each<[AuditEntry[], string]>([
    [[asked(1), end], 'not the start'],
    [[start, start, end], 'second run'],
    [[start, asked(2), end], 'call 2 stands where call 1 should'],
    [[start, ended(1), end], 'was not asked about'],
    [[start, asked(1), ended(1), ended(1), end], 'ends twice'],
    [[start, end, end], 'follows the end'],
  ])('a well-made chain of records that do not fit together: %#', async (entries, named) => {
    const { code, err } = await dispatch('verify', write(chain(entries).lines));
    expect(code).toBe(1);
    expect(err).toContain(named);
  });
});

test('show reads well, and nothing in it commands the terminal', async () => {
  const file = write(chain(whole).lines);
  const { code, out } = await dispatch('show', file);
  expect(code).toBe(0);
  expect(out).toContain('03:04:05.678  allowed  #1 Bash {"command":"ls"}');
  expect(out).toContain('refused  #2');
  expect(out).not.toContain('\u001B');
  expect(out.split('\n')).toHaveLength(7);
  expect(out.trimEnd().split('\n').at(-1)).toBe('5 records, 2 calls, 1 allowed, 1 refused');
  const json = (await dispatch('show', file, '--json')).out.trimEnd().split('\n');
  expect(json.map((line) => (JSON.parse(line) as AuditEntry).type)).toEqual(whole.map(({ type }) => type));
});

test.each([
  [['verify', 'none'], 1, 'There is no none'],
  [['verify', '.'], 1, 'is not a file'],
  [['prove', 'x'], 2, "say 'verify' or 'show' first"],
  [['verify'], 2, 'name one file'],
  [['verify', 'x', '--head', 'y'], 2, '64 hex digits'],
])('%j', async (words, code, said) => {
  const finished = await dispatch(...words);
  expect(finished.code).toBe(code);
  expect(finished.err).toContain(said);
});

test('an empty file is told apart from a missing one', async () => {
  expect((await dispatch('verify', write([]))).err).toContain('is empty');
});
