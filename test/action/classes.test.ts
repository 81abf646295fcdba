import { expect, test } from 'vitest';
import { report } from '../../action/report.ts';
import { makeResult } from '../../action/result.ts';
import { failureClasses, precedence } from '../../core/failure/classes.ts';
import { codes } from '../../core/failure/codes.ts';
import { checkWords } from '../../core/output/check-words.ts';
import type { Result } from '../../core/output/result.ts';
import { statusComment, type State } from '../../core/output/status-comment.ts';
import type { Document } from '../../core/redact/document.ts';
import { gate, isWithheld, reveal } from '../../core/redact/gate.ts';
import { retold } from '../../core/refusal.ts';
import { outputsIn } from './outputs-in.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

const { folder, read } = stepFiles();
const job = { jobId: 'ab'.repeat(16), agent: 'reviewer', actor: 'alice', runUrl: null, mac: null };

function shown(document: Document): string {
  const out = gate(document, 'comment', { secrets: {} });
  if (isWithheld(out)) throw new Error(out.because);
  return reveal(out);
}

/** As people read it: without the backslashes that keep words from being markup. */
const plain = (text: string) => text.replaceAll('\\', '');

test.each(precedence)(
  'comment, check, summary and outputs of a run that failed by %s say so, and what to do',
  async (name) => {
    const cause = retold({ code: codes[name][0], because: 'It broke in this way.', remedy: 'Do this.' });
    const told = makeResult(
      { authority: null, agent: 'reviewer', durationMs: 1 },
      { verdict: { outcome: 'failed', cause, text: '' } },
    );
    expect(await report(told, { folder, desk: quietDesk(), record: null, times: null })).toBe(1);
    const result = JSON.parse(read('result.json')) as Result;
    expect(result).toMatchObject({ outcome: 'failed', error_code: name, cause: { code: cause.code } });
    expect(outputsIn(read('GITHUB_OUTPUT'))).toMatchObject({ outcome: 'failed', 'error-code': name });

    const { meaning, remedy } = failureClasses[name];
    const states: State[] = [
      { kind: 'ended', result },
      { kind: 'failed', cause },
      { kind: 'not_started', cause },
      { kind: 'refused', refusal: cause },
    ];
    const comments = states.map((state) => shown(statusComment(job, state)));
    for (const text of [...comments, read('GITHUB_STEP_SUMMARY')].map(plain)) {
      for (const part of ['It broke in this way.', 'Do this.', `\`${name}\``, meaning, remedy])
        expect(text).toContain(part);
    }
    const check = checkWords({ ...job, status: 'completed', conclusion: 'failure', cause: cause.code });
    expect(plain(shown(check.title))).toBe(`Failed: ${name}`);
    for (const part of [`\`${cause.code}\``, `\`${name}\``, meaning, remedy])
      expect(plain(shown(check.summary))).toContain(part);
  },
);

test('ends that need no result say their class, too', () => {
  const classes = { cancelled: 'cancelled', timed_out: 'timeout', result_missing: 'result' } as const;
  for (const [kind, name] of Object.entries(classes)) {
    const text = shown(statusComment(job, { kind: kind as keyof typeof classes }));
    expect(text).toContain(`**Class:** \`${name}\``);
  }
});

test('a run that succeeded has no class anywhere', async () => {
  const done = makeResult(
    { authority: null, agent: 'reviewer', durationMs: 1 },
    { verdict: { outcome: 'success', cause: null, text: 'All is well.' } },
  );
  expect(await report(done, { folder, desk: quietDesk(), record: null, times: null })).toBe(0);
  expect(JSON.parse(read('result.json'))).toMatchObject({ error_code: null, cause: null });
  expect(outputsIn(read('GITHUB_OUTPUT'))).toMatchObject({ outcome: 'success', 'error-code': '' });
  expect(read('GITHUB_STEP_SUMMARY')).not.toContain('**Class:**');
  const check = checkWords({ ...job, status: 'completed', conclusion: 'success', cause: null });
  expect(shown(check.summary)).not.toContain('**Class:**');
});
