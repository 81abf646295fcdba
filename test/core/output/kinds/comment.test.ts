import { expect, test } from 'vitest';
import { statusComment } from '../../../../core/output/status-comment.ts';
import { outputTools } from '../../../../core/output/planned.ts';
import { gate, reveal } from '../../../../core/redact/gate.ts';
import { good } from '../good-result.ts';

test('the comment is the last message: there is no tool for it', () => {
  expect(outputTools([{ kind: 'comment', limits: {} }])).toEqual([]);
  const job = { jobId: 'ab'.repeat(16), agent: 'a', actor: 'alice', runUrl: null, mac: null };
  const passed = gate(statusComment(job, { kind: 'ended', result: good }), 'comment', { secrets: {} });
  expect(reveal(passed as never)).toContain(good.text);
});
