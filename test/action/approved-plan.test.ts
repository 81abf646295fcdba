import { describe, expect, test } from 'vitest';
import { configure, configuring } from '../../action/configure.ts';
import type { Machine } from '../../action/machine.ts';
import { callToApprove, type CallToApprove } from '../../core/approval/call.ts';
import { approvalPlan, digestOf } from '../../core/approval/plan.ts';
import { readConfig } from '../../core/config/read.ts';
import { capabilitiesOf, compile, plainFacts } from '../../core/profile/compile.ts';
import type { Operator } from '../../core/profile/operator.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { FETCHER } from '../app/approval-world.ts';
import { ticketOf } from './ticket-of.ts';

/* What runs is what was approved: the action compiles the plan itself and compares. */

const facts = {
  ...plainFacts,
  trigger: 'comment' as const,
  repository: { private: true },
  hasApprover: true,
};
const ticket = ticketOf('fetcher', 'fetch the list', { private: true });

/** An agent of the same name that nobody has to agree to. */
const HARMLESS = `version: 1
agents:
  fetcher:
    description: Reads
    system_prompt: Read.
`;

/** The digest that the app would have posted for this configuration. */
function posted(config = FETCHER, call: CallToApprove | null = null): string {
  const read = readConfig(config, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.config, 'fetcher', facts);
  if (compiled.kind !== 'needs-approval') throw new Error(compiled.kind);
  const bound = {
    jobId: ticket.job_id,
    taskSha256: ticket.task_sha256,
    configBlob: ticket.config_blob,
    configCommit: ticket.config_commit,
    headSha: ticket.head_sha,
    fromJob: ticket.from?.job_id ?? null,
  };
  return digestOf(approvalPlan(compiled.plan, capabilitiesOf(compiled.plan, facts), bound, call), sha256);
}

const approval = { by: 'rosa', by_id: 2, plan_sha256: posted(), without: [] as number[] };

/** What the action makes of a ticket, with this file as the configuration that the ticket names. */
type Given = { config?: string; operator?: Operator };
function configured(claims: Partial<Ticket>, { config = FETCHER, operator = {} }: Given = {}) {
  const machine = { repository: { owner: 'octo', name: 'hello', id: 42 } } as Machine;
  const use = {
    ...configuring,
    readFileAt: async () => ({
      text: config,
      blobSha: ticket.config_blob,
      commit: ticket.config_commit,
    }),
  };
  const authority = { kind: 'ticket' as const, ticket: { ...ticket, ...claims } };
  return configure(authority, machine, (() => {}) as never, operator, use);
}

const codeOf = async (found: ReturnType<typeof configured>) => {
  const result = await found;
  return isRefusal(result) ? result.code : 'runs';
};

describe('one call of it', () => {
  const ASKING = FETCHER.replace('    egress', '    policy: require_approval\n    egress');
  const call = callToApprove('Bash', { command: 'touch made-it' }, sha256);
  if (call === null) throw new Error('no call');
  const { tool, arguments: written, digest } = call;
  const claimed = { tool, arguments: written, sha256: digest };
  const agreed = { ...approval, plan_sha256: posted(ASKING, call) };
  const given = { config: ASKING };

  test('is what was approved', async () => {
    const result = await configured({ approval: { ...agreed, call: claimed } }, given);
    if (isRefusal(result)) throw new Error(result.because);
    expect(result.approvedCall).toEqual(call);
  });

  test.each([
    ['without it', undefined],
    ['with another text', { ...claimed, arguments: '{"command":"touch made-it "}' }],
    ['with another tool', { ...claimed, tool: 'Read' }],
    ['with another digest', { ...claimed, sha256: '0'.repeat(64) }],
  ])('the plan is refused %s', async (_, other) => {
    const differing = other === undefined ? {} : { call: other };
    expect(await codeOf(configured({ approval: { ...agreed, ...differing } }, given))).toBe('other-plan');
  });

  test('is none of a plan that was approved without one', async () => {
    const without = { ...approval, plan_sha256: posted(ASKING) };
    expect(await codeOf(configured({ approval: { ...without, call: claimed } }, given))).toBe('other-plan');
  });
});

describe('the action', () => {
  test('runs what was approved', async () => {
    const result = await configured({ approval });
    if (isRefusal(result)) throw new Error(result.because);
    expect(result.plan).toMatchObject({ tools: ['Read', 'Edit', 'Bash'], egress: ['example.org'] });
  });

  test('without what was left out', async () => {
    const result = await configured({ approval: { ...approval, without: [3, 4] } });
    if (isRefusal(result)) throw new Error(result.because);
    expect(result.plan).toMatchObject({ allowedTools: ['Read', 'Edit'], egress: [] });
  });

  test('under the limits of its command, which the digest covers', async () => {
    const limits = { timeout_minutes: 1 };
    expect(await codeOf(configured({ approval, limits }))).toBe('other-plan');
    expect(await codeOf(configured({ approval, limits: { budget_usd: 9999 } }))).toBe('beyond-profile');
    const result = await configured({ limits }, { config: HARMLESS });
    if (isRefusal(result)) throw new Error(result.because);
    expect(result.plan.timeoutMinutes).toBe(1);
  });

  test('refuses a plan that needs approval and has none', async () => {
    expect(await codeOf(configured({}))).toBe('rule-of-two');
  });

  test.each([
    ['another job', { job_id: '3'.repeat(32) }],
    ['another task', { task_sha256: sha256('something else') }],
    ['other commits', { head_sha: 'f'.repeat(40) }],
    ['another commit of the configuration', { config_commit: 'f'.repeat(40) }],
    ['code from a fork', { fork_head: true }],
    ['a public repository', { private: false }],
  ])('refuses an approval of %s', async (_, claims) => {
    expect(await codeOf(configured({ approval, ...claims }))).toBe('other-plan');
  });

  test.each([
    ['a tool more', FETCHER.replace('Bash]', 'Bash, Write]')],
    ['another host', FETCHER.replace('example.org', 'example.com')],
    ['more money', `${FETCHER}    budget_usd: 2\n`],
    ['more time', `${FETCHER}    timeout_minutes: 60\n`],
    ['another policy', `${FETCHER}    policy: allow_all\n`],
    ['another model', `${FETCHER}    model: claude-sonnet-5-5\n`],
  ])('refuses when what it compiles has %s than what was approved', async (_, config) => {
    expect(await codeOf(configured({ approval }, { config }))).toBe('other-plan');
    // The oracle: with its own digest the same plan runs.
    const agreed = { ...approval, plan_sha256: posted(config) };
    expect(await codeOf(configured({ approval: agreed }, { config }))).toBe('runs');
  });

  test('keeps to the operator, whatever was approved', async () => {
    const operator = { hosts: ['example.com'] };
    expect(await codeOf(configured({ approval }, { operator }))).toBe('beyond-operator');
  });
});
