import { expect, test } from 'vitest';
import type { CallToApprove } from '../../../core/approval/call.ts';
import { approvalPlan } from '../../../core/approval/plan.ts';
import { waitingTime, waitingWords } from '../../../core/approval/waiting.ts';
import { statusComment } from '../../../core/output/status-comment.ts';
import { capabilityNames, type Capability } from '../../../core/profile/capabilities.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';
import { plan as plainPlan } from '../../contract/plan.ts';

const job = { jobId: 'ab'.repeat(16), agent: 'fetcher', actor: 'wanda', runUrl: null, mac: null };
const bound = {
  jobId: job.jobId,
  taskSha256: 'f'.repeat(64),
  configBlob: 'c'.repeat(40),
  configCommit: 'd'.repeat(40),
  headSha: 'e'.repeat(40),
  fromJob: null,
};
const call: CallToApprove = { tool: 'Bash', arguments: '{"command":"ls"}', digest: 'a'.repeat(64) };

function shown(
  capabilities: readonly Capability[],
  about: CallToApprove | null,
  more: Partial<Plan> = {},
): string {
  const plan = approvalPlan({ ...plainPlan, ...more }, new Set(capabilities), bound, about);
  const rest = { task: 'fetch the list', until: '2026-11-22 10:00 UTC', wait: '24 hours' };
  const state = { kind: 'awaiting' as const, plan, digest: 'ab'.repeat(32), ...rest };
  const passed = gate(statusComment(job, state), 'comment', { secrets: {} });
  if (isWithheld(passed)) throw new Error(passed.because);
  return reveal(passed);
}

test('what comes together is a list of its own, and nothing is empty around it', () => {
  for (const about of [call, null]) {
    const body = shown(capabilityNames, about);
    expect(body).toMatch(
      /(brings together|agrees to it):\n\n- \*\*A\*\*, [^]*\n- \*\*C\*\*, .*\n\n\*\*What it may do\*\*\n\n- /,
    );
    expect(body).not.toMatch(/\n\n\n/);
  }
});

test('a call that brings nothing together says nothing of it', () => {
  const body = shown([], call);
  expect(body).toContain('when a person agrees to it.\n\n**What it may do**');
  expect(body).not.toContain('brings together');
});

test('what is given of the thread is told, where anything is', () => {
  const body = shown([], null, { context: { thread: { comments: 5, kb: 8 }, diff: null, failures: null } });
  expect(body).toContain('**context**: thread, 5 comments, 8 kb');
  expect(shown([], null)).not.toContain('**context**');
});

test('the time reads as one', () => {
  expect(shown([], null)).toContain('The plan holds for 24 hours, until 2026-11-22 10:00 UTC, and for this');
});

test.each([
  [undefined, null, 1440],
  [2880, null, 2880],
  [undefined, 90, 90],
  [5, 90, 5],
  [undefined, 4320, 1440],
])('the operator says %s, the profile %s: %i minutes', (operator, agent, minutes) => {
  expect(waitingTime(operator, agent)).toBe(minutes * 60_000);
});

test.each([
  [60_000, '1 minute'],
  [90 * 60_000, '1 hour 30 minutes'],
  [86_400_000, '24 hours'],
  [10, 'less than a minute'],
])('%i ms is %s', (time, words) => {
  expect(waitingWords(time)).toBe(words);
});

test('a plan that an agent proposed is shown step by step, and nothing in it is active', () => {
  const proposal = {
    steps: ['Mend it @everyone ![x](https://evil.example.org)', 'Test it.'],
    paths: ['src/`a`.js'],
    commands: [],
    hosts: [],
    tools: [],
    workers: [{ agent: 'helper', count: 2 }],
    cost_usd: 0.5,
  };
  for (const together of [[], capabilityNames]) {
    const body = shown(together, null, { proposal });
    expect(body).toContain('nothing but propose this plan');
    expect(body).toMatch(/1\. Mend it .*\n2\. Test it/);
    expect(body).toContain('**runs**: nothing');
    expect(body).toContain('**starts**: `helper (2)`');
    expect(body).not.toMatch(/ @everyone|\]\(https:\/\/evil|\n\n\n/);
    expect(body.includes('That run brings together')).toBe(together.length > 0);
  }
});
