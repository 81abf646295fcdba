import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeRecorder } from '../../action/record.ts';
import { report } from '../../action/report.ts';
import { makeResult } from '../../action/result.ts';
import { verifyChain } from '../../core/audit/record.ts';
import { readResult, type Result } from '../../core/output/result.ts';
import { gate, isWithheld, type Sink } from '../../core/redact/gate.ts';
import { openAuditLog } from '../../edge/files/audit-log.ts';
import { lockSession, SESSION_FILE } from '../../edge/files/session-file.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

/* What becomes of a run when the gate keeps something of it back. */

const KEY = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';
const HIDDEN = Buffer.from(`x${KEY}y`).toString('base64');
const pieces = [KEY.slice(0, 9), KEY.slice(9, 18), KEY.slice(18)];

describe('a value in pieces', () => {
  const leaves = (texts: readonly (readonly [Sink, string])[]) => {
    const desk = quietDesk({ KEY });
    return texts.map(([sink, text]) => !isWithheld(desk.pass(`part: ${text}`, sink)));
  };
  const split = (sinks: readonly Sink[]) => leaves(sinks.map((sink, at) => [sink, pieces[at] ?? '']));

  test.each([
    [['output', 'output', 'output']],
    [['summary', 'output', 'comment']],
    [['log', 'audit', 'artifact']],
  ] as Sink[][][])('over three texts of one job is withheld where it becomes too much: %s', (sinks) => {
    expect(split(sinks)).toEqual([true, false, false]);
  });

  test('without a ledger each of them leaves', () => {
    const known = { secrets: { KEY } };
    expect(pieces.map((text) => !isWithheld(gate(`part: ${text}`, 'output', known)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('the same piece in all sinks is one piece', () => {
    const sinks: Sink[] = ['artifact', 'summary', 'output', 'comment', 'log', 'audit', 'annotation'];
    const twice = [...sinks, ...sinks].map((sink) => [sink, pieces[0] ?? ''] as const);
    expect(leaves(twice)).not.toContain(false);
  });
});

describe('a run whose answer is withheld', () => {
  const { folder, read } = stepFiles();
  beforeEach(() => rmSync(join(folder, 'audit.jsonl'), { force: true }));

  const at = { job_id: 'a'.repeat(32) };
  const result = (text: string): Result => ({
    ...makeResult(
      { authority: null, agent: 'reviewer', durationMs: 1 },
      { verdict: { outcome: 'success', cause: null, text } },
    ),
    ...at,
    allowed_calls: [{ tool: 'Bash', input: 'echo quite harmless' }],
  });

  /** Reports a run with a record, which `meanwhile` may add to; the record's entries and the exit code come back. */
  async function reported(text: string, secrets: Record<string, string>, said: string[] = []) {
    const desk = quietDesk(secrets);
    const audit = openAuditLog(folder);
    const recorder = makeRecorder(desk, audit);
    for (const line of said) desk.say(line);
    recorder.write({ type: 'end', outcome: 'success', because: null, cost_usd: null, turns: 1 });
    const record = { ...audit, writeWithheld: recorder.writeWithheld };
    const code = await report(result(text), { folder, desk, record, times: null });
    audit.close();
    const lines = read('audit.jsonl').trim().split('\n');
    const entries = lines.map((line) => (JSON.parse(line) as { entry: Record<string, unknown> }).entry);
    expect(verifyChain(lines, sha256, audit.head())).toMatchObject({ ok: true });
    const shown = readResult(read('result.json')) as Result;
    return { code, entries, head: audit.head(), shown, lines: desk.lines };
  }

  test('is failed and compromised in every outlet, and its record says where and why', async () => {
    const { code, entries, head, shown } = await reported(`Look: ${HIDDEN}.`, { KEY });
    expect(code).toBe(1);
    expect(shown).toMatchObject({
      outcome: 'failed',
      cause: { code: 'withheld' },
      text: '',
      audit_head: head,
    });
    expect(shown.compromised).toContainEqual({ sink: 'artifact', field: 'text', kinds: ['KEY'] });
    expect(shown.cause?.because).toContain(`(job ${at.job_id})`);
    expect(shown.allowed_calls).toEqual([]);
    expect(entries.slice(1)).toMatchObject(
      (shown.compromised ?? []).map((one) => ({ type: 'withheld', ...one })),
    );
    expect(read('GITHUB_OUTPUT')).toMatch(/outcome<<\S+\nfailed\n[^]*text<<(\S+)\n\n\1/);
    expect(read('GITHUB_STEP_SUMMARY')).toContain('was withheld');
    const all = ['result.json', 'summary.md', 'audit.jsonl', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map(
      read,
    );
    expect(all.join()).not.toContain(KEY.slice(4, 14));
    expect(all.join()).not.toContain(HIDDEN.slice(4, 24));
  });

  test('and where the value is not known, it is a success', async () => {
    const { code, entries, shown } = await reported(`Look: ${HIDDEN}.`, {});
    expect(code).toBe(0);
    expect(shown).toMatchObject({ outcome: 'success', cause: null });
    expect(shown).not.toHaveProperty('compromised');
    expect(entries).toHaveLength(1);
  });

  test('a line of the log that was withheld compromises a run whose answer is clean', async () => {
    const { code, entries, shown } = await reported('All is well.', { KEY }, [`it says ${HIDDEN}`]);
    expect(code).toBe(1);
    expect(shown).toMatchObject({
      cause: { code: 'withheld' },
      compromised: [{ sink: 'log', kinds: ['KEY'] }],
    });
    expect(entries).toMatchObject([{ type: 'end' }, { type: 'withheld', sink: 'log', kinds: ['KEY'] }]);
    expect(read('summary.md')).not.toContain('All is well');
  });

  test.each([
    ['clean', 'All is well.', true],
    ['withheld', `Look: ${HIDDEN}.`, false],
  ])('the conversation of a run whose answer is %s', async (_, text, isKept) => {
    const file = join(folder, SESSION_FILE);
    rmSync(file, { force: true });
    const desk = quietDesk({ KEY });
    const binding = { jobId: at.job_id, agent: 'reviewer', configBlob: '', headSha: '', expiresAt: 9 };
    const session = lockSession(desk.out('what was said', 'session'), 'k'.repeat(32), binding);
    const told = { ...result(text), session: { sha256: sha256(session.locked), expires_at: 9 } };
    await report(told, { folder, desk, record: null, times: null, session });
    expect(existsSync(file)).toBe(isKept);
    expect('session' in (readResult(read('result.json')) as Result)).toBe(isKept);
  });

  test('so does a text that could not be checked', async () => {
    const desk = quietDesk({ KEY });
    desk.out(null as unknown as string, 'output', { field: 'text' });
    expect(desk.withheld).toEqual([{ sink: 'output', field: 'text', kinds: ['gate-error'] }]);
    expect(await report(result('All is well.'), { folder, desk, record: null, times: null })).toBe(1);
  });
});
