import { expect, test } from 'vitest';
import { goingOn } from '../../../core/output/going-on.ts';
import { statusComment } from '../../../core/output/status-comment.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';
import type { Document } from '../../../core/redact/document.ts';

const job_id = 'a'.repeat(32);
const shown = (text: Document) => {
  const out = gate(text, 'comment', { secrets: {} });
  return isWithheld(out) ? out.because : reveal(out);
};

test('a comment says how to go on, and until when', () => {
  const session = { sha256: 'b'.repeat(64), expires_at: 1_900_000_000 };
  expect(shown(goingOn({ session, job_id }))).toContain(
    `until 2030-03-17 17:46 UTC, at this commit: \`/dispatch continue ${job_id} what more\``,
  );
  expect(shown(goingOn({ job_id })).trim()).toBe('');
  expect(shown(goingOn({ session, job_id: null })).trim()).toBe('');
});

test('the comment of a job that goes on names the one before from its start; one that is given a result does not', () => {
  const view = {
    jobId: job_id,
    mac: null,
    agent: 'reviewer',
    actor: 'ada',
    runUrl: null,
    fromJob: 'c'.repeat(32),
  };
  const accepted = { kind: 'accepted' } as const;
  const words = `continues job \`${'c'.repeat(32)}\``;
  expect(shown(statusComment({ ...view, fromKind: 'session' }, accepted))).toContain(words);
  expect(shown(statusComment({ ...view, fromKind: null }, accepted))).not.toContain('continues');
});
