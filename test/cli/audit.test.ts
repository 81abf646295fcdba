import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditInput, type AuditEntry } from '../../core/audit/entry.ts';
import { FIRST_HEAD } from '../../core/audit/chain.ts';
import { append } from '../../core/audit/record.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { at, startEntry } from '../core/audit/start-entry.ts';
import { ROOT, run } from './run-dispatch.ts';

const HOSTILE = '\u001B]0;pwned\u0007\u001B[2Jrm\r\n::set-output\u202E';
const entries: AuditEntry[] = [
  startEntry,
  {
    type: 'asked',
    at,
    seq: 1,
    actor: ['main'],
    tool: 'Bash',
    input: auditInput(JSON.stringify({ command: HOSTILE }), sha256('x')),
    verdict: 'deny',
    rule: 'plain-bash',
    because: `no \u009B31m${HOSTILE}`,
  },
  { type: 'ended', at, seq: 1, is_error: true, duration_ms: 12.4 },
  { type: 'end', at, outcome: 'success', because: null, cost_usd: 0.25, turns: 2 },
];
let folder = '';
let text = '';
let head = FIRST_HEAD;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  for (const entry of entries) {
    const record = append(head, entry, sha256);
    text += `${record.line}\n`;
    head = record.head;
  }
  mkdirSync(join(folder, 'folder'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const audit = (...words: string[]) => run(join(ROOT, 'cli/dispatch'), ['audit', ...words], { cwd: folder });
async function verify(content: string | Buffer, ...words: string[]) {
  writeFileSync(join(folder, 'audit.jsonl'), content);
  return audit('verify', 'audit.jsonl', ...words);
}
const lastLine = (printed: string) => printed.trimEnd().split('\n').at(-1);

test('proves a whole record, with its figure as the last line', async () => {
  const { code, out } = await verify(text, '--head', head.toUpperCase());
  expect([code, lastLine(out)]).toEqual([0, `4 records, 1 call asked (1 refused), 1 ended; head ${head}`]);
  expect((await verify(text)).out).toContain('only --head can show');
  const json = await verify(text, '--json');
  expect(JSON.parse(json.out)).toMatchObject({ ok: true, records: 4, head, asked: 1, ended: 1 });
});

test.each<[string, () => string | Buffer, string]>([
  ['a changed line', () => text.replace('"deny"', '"allow"'), 'audit.jsonl:3: the record does not name'],
  ['no end', () => `${text.trimEnd().split('\n').slice(0, 3).join('\n')}\n`, 'audit.jsonl:4: the log'],
  ['a torn line', () => text.slice(0, -20), 'incomplete: line 4'],
  ['CRLF', () => text.replaceAll('\n', '\r\n'), 'line 1 ends with CRLF'],
  ['nothing', () => '', 'it is empty'],
  ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0x0a]), 'line 1 is not text'],
  ['a NUL', () => `${text}\0\n`, 'line 5 is not text'],
  ['a zip', () => 'PK\u0003\u0004', 'zip archive'],
  ['a byte order mark', () => `\uFEFF${text}`, 'byte order mark'],
  ['an endless line', () => 'x'.repeat(200_000), 'longer than'],
])('names what is wrong with %s', async (_, content, because) => {
  const { code, err } = await verify(content(), '--head', head);
  expect([code, err]).toEqual([1, expect.stringContaining(because)]);
});

test('calls a record without its end incomplete', async () => {
  const { code, err } = await verify(`${text.split('\n').slice(0, 3).join('\n')}\n`);
  expect([code, err]).toEqual([1, expect.stringContaining('incomplete')]);
});

test('shows a record without anything that a terminal or a runner obeys', async () => {
  writeFileSync(join(folder, 'audit.jsonl'), text);
  const { code, out } = await audit('show', 'audit.jsonl');
  expect(code).toBe(0);
  // eslint-disable-next-line no-control-regex
  expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]|::/);
  expect(out).toContain('03:04:05.678  refused #1 main  Bash rm : :set-output<U+202E>  (plain-bash: no');
  expect(out).toContain('ended   #1 with an error after 12 ms');
  expect(lastLine(out)).toMatch(/^4 records, 1 call asked .*; \$0\.25$/);
  const json = await audit('show', 'audit.jsonl', '--json');
  // eslint-disable-next-line no-control-regex
  expect(json.out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  const lines = json.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines.slice(0, -1)).toEqual(entries);
  expect(lines.at(-1)).toMatchObject({ type: 'summary', ok: true, records: 4 });
});

test('a broken record is shown up to the break, and fails', async () => {
  writeFileSync(join(folder, 'audit.jsonl'), text.replace('"deny"', '"allow"'));
  const { code, out, err } = await audit('show', 'audit.jsonl');
  expect(code).toBe(1);
  expect(out.trimEnd().split('\n')).toHaveLength(2);
  expect(err).toContain('audit.jsonl:3: the record does not name');
});

test('a folder, a missing file and a command line that is not understood', async () => {
  expect(await audit('verify', 'folder')).toMatchObject({ code: 1, err: expect.stringContaining('folder') });
  expect(await audit('show', 'none')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no such file'),
  });
  for (const words of [
    [],
    ['prove', 'x'],
    ['verify'],
    ['verify', 'a', 'b'],
    ['verify', 'a', '--head', 'x'],
    ['show', '--no'],
  ])
    expect(await audit(...words)).toMatchObject({ code: 2, err: expect.stringContaining('--help') });
  expect((await audit('--help')).code).toBe(0);
});
