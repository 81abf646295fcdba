import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { approvalPlan, digestOf, shortDigest, type ApprovalPlan } from '../../../core/approval/plan.ts';
import { readConfig } from '../../../core/config/read.ts';
import { capabilitiesOf, compile, plainFacts } from '../../../core/profile/compile.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const facts = {
  ...plainFacts,
  trigger: 'comment' as const,
  repository: { private: true },
  hasApprover: true,
};
const bound = {
  jobId: 'a'.repeat(32),
  taskSha256: 'b'.repeat(64),
  configBlob: 'c'.repeat(40),
  configCommit: 'd'.repeat(40),
  headSha: 'e'.repeat(40),
  fromJob: null,
};

function planOf(profile: string): ApprovalPlan {
  const text = `version: 1\nagents:\n  fetcher: { description: x, system_prompt: x, ${profile} }\n  helper: { description: x, system_prompt: x }\n`;
  const read = readConfig(text, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.config, 'fetcher', facts);
  if (compiled.kind === 'refused') throw new Error(compiled.refusal.because);
  return approvalPlan(compiled.plan, capabilitiesOf(compiled.plan, facts), bound);
}

const BASH = 'tools: [Read, Edit, Bash], egress: [example.org]';
const plan = planOf(BASH);

test('a plan says what comes together, and what may be written, run and reached', () => {
  expect(plan).toMatchObject({
    capabilities: ['egress', 'private-content', 'web-content'],
    writablePaths: ['*'],
    commands: ['*'],
    hosts: ['example.org'],
    budgetUsd: 1,
  });
  const narrow = planOf(
    "tools: [Read, Edit, Write], allowed_tools: [Read, 'Edit(docs/**)', 'Write(docs/**)']",
  );
  expect(narrow).toMatchObject({ writablePaths: ['docs/**'], commands: [], hosts: [] });
  expect(planOf('tools: [Read]').writablePaths).toEqual([]);
});

test('a plan says what is given of the thread, where anything is', () => {
  expect(planOf('tools: [Read], context: [diff, failures]').context).toEqual({
    diff: { kb: 64 },
    failures: { jobs: 3, kb: 32 },
  });
  expect(plan).not.toHaveProperty('context');
});

test('a plan says which workers the agent may start, where it may any', () => {
  const lead = (keys = '') => planOf(`${BASH}, may_dispatch: [helper]${keys}`);
  expect(lead().workers).toMatchObject({ agents: ['helper'], limits: { maxDepth: 1, maxTotalWorkers: 16 } });
  const digests = [plan, lead(), lead(', fleet: { max_workers: 5 }')].map((one) => digestOf(one, sha256));
  expect(new Set(digests).size).toBe(3);
  expect(plan).not.toHaveProperty('workers');
});

test('its digest is the same for the same plan, however its members are ordered', () => {
  const reordered = Object.fromEntries(Object.entries(plan).toReversed()) as ApprovalPlan;
  expect(digestOf(reordered, sha256)).toBe(digestOf(plan, sha256));
  expect(shortDigest(digestOf(plan, sha256))).toMatch(/^[0-9a-f]{12}$/);
});

test('every member counts for the digest', () => {
  const digests = Object.keys(plan).map((member) =>
    digestOf({ ...plan, [member]: 'something else' }, sha256),
  );
  expect(new Set([...digests, digestOf(plan, sha256)]).size).toBe(digests.length + 1);
});

test.each([
  ['tools: [Read, Edit, Write, Bash], egress: [example.org]'],
  ['tools: [Read, Edit, Bash], egress: [example.org], context: [diff]'],
  ['tools: [Read, Edit, Bash], egress: [example.org], context: [failures]'],
  ['tools: [Read, Edit, Bash], egress: [example.org], context: [thread]'],
  ['tools: [Read, Edit, Bash], egress: [example.com]'],
  ['tools: [Read, Edit, Bash], egress: [example.org], budget_usd: 2'],
  ['tools: [Read, Edit, Bash], egress: [example.org], max_turns: 31'],
  ['tools: [Read, Edit, Bash], egress: [example.org], timeout_minutes: 16'],
  ["tools: [Read, Edit, Bash], egress: [example.org], allowed_tools: [Read, Edit, 'Bash(npm test)']"],
  ['tools: [Read, Edit, Bash], egress: [example.org], policy: allow_all'],
])('another profile has another digest: %s', (profile) => {
  expect(digestOf(planOf(profile), sha256)).not.toBe(digestOf(plan, sha256));
});
