import { describe, expect, test } from 'vitest';
import { configure, configuring } from '../../action/configure.ts';
import type { Machine } from '../../action/machine.ts';
import { approvalPlan, digestOf } from '../../core/approval/plan.ts';
import { proposalText, type Proposal } from '../../core/approval/proposal.ts';
import { readConfig } from '../../core/config/read.ts';
import { capabilitiesOf, compile, plainFacts } from '../../core/profile/compile.ts';
import { isPlanning } from '../../core/profile/in-phase.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { FIXER, PROPOSAL } from '../app/plan-world.ts';
import { ticketOf } from './ticket-of.ts';

/* What runs of an agent's plan is what was approved: the action compiles the profile with it anew and compares. */

const ticket = ticketOf('fixer', 'mend the sum');

/** The digest that the app would have posted. */
function posted(proposal: Proposal, claims: Ticket = ticket): string {
  const read = readConfig(FIXER, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const facts = { ...plainFacts, trigger: 'comment' as const, hasApprover: true, proposal };
  const compiled = compile(read.config, 'fixer', facts);
  if (compiled.kind === 'refused') throw new Error(compiled.refusal.because);
  const bound = {
    jobId: claims.job_id,
    taskSha256: claims.task_sha256,
    configBlob: claims.config_blob,
    configCommit: claims.config_commit,
    headSha: claims.head_sha,
    fromJob: null,
  };
  return digestOf(approvalPlan(compiled.plan, capabilitiesOf(compiled.plan, facts), bound), sha256);
}

function configured(
  approval: Partial<Ticket['approval']> | null,
  claims: Partial<Ticket> = {},
  config = FIXER,
) {
  const machine = { repository: { owner: 'octo', name: 'hello', id: 42 } } as Machine;
  const use = {
    ...configuring,
    readFileAt: async () => ({ text: config, blobSha: ticket.config_blob, commit: ticket.config_commit }),
  };
  const whole = { by: 'rosa', by_id: 2, plan_sha256: posted(PROPOSAL), without: [], ...approval };
  const given = approval === null ? {} : { approval: whole };
  const authority = { kind: 'ticket' as const, ticket: { ...ticket, ...given, ...claims } };
  return configure(authority, machine, (() => {}) as never, {}, use);
}

const codeOf = async (...given: Parameters<typeof configured>) => {
  const result = await configured(...given);
  return isRefusal(result) ? result.code : 'runs';
};

const proposal = proposalText(PROPOSAL);
const other = (differing: Partial<Proposal>) => proposalText({ ...PROPOSAL, ...differing });

describe('the action', () => {
  test('without an approval lets the agent read and propose', async () => {
    const result = await configured(null);
    if (isRefusal(result)) throw new Error(result.because);
    expect(isPlanning(result.plan)).toBe(true);
    expect(result.plan).toMatchObject({ tools: ['Read'], egress: [] });
  });

  test('runs the plan that was approved, without what was left out of it', async () => {
    const result = await configured({ proposal });
    if (isRefusal(result)) throw new Error(result.because);
    expect(result.plan).toMatchObject({ proposal: PROPOSAL, egress: ['registry.npmjs.org'], budgetUsd: 0.5 });
    const less = await configured({ proposal, without: [5] });
    if (isRefusal(less)) throw new Error(less.because);
    expect(less.plan).toMatchObject({ proposal: PROPOSAL, egress: [] });
  });

  test.each([
    ['with more commands', other({ commands: ['npm test', 'git log *'] })],
    ['with other steps', other({ steps: ['Something else.'] })],
    ['with another cost', other({ cost_usd: 1 })],
    ['in another form', `${proposal} `],
    ['that is none', '{}'],
  ])('refuses a plan %s', async (_, given) => {
    expect(await codeOf({ proposal: given })).toBe('other-plan');
  });

  test('refuses a plan beyond the profile, whoever signed it', async () => {
    const wide = { ...PROPOSAL, hosts: ['evil.example.org'] };
    expect(await codeOf({ proposal: proposalText(wide) })).toBe('beyond-profile');
  });

  test('refuses an approval that lost its plan, and one of another job, head or task', async () => {
    expect(await codeOf({})).toBe('other-plan');
    expect(await codeOf({ proposal }, { job_id: '3'.repeat(32) })).toBe('other-plan');
    expect(await codeOf({ proposal }, { head_sha: 'f'.repeat(40) })).toBe('other-plan');
    expect(await codeOf({ proposal }, { task: 'x', task_sha256: sha256('x') })).toBe('other-plan');
  });

  test('refuses a plan for an agent that does not have to make one', async () => {
    const free = FIXER.replace('require_plan: true', 'require_plan: false');
    expect(await codeOf({ proposal }, {}, free)).toBe('plan-changed');
  });

  test('ablation: the digest of whatever plan there is lets that plan run', async () => {
    const wide = { ...PROPOSAL, commands: ['npm test', 'git log *'] };
    expect(await codeOf({ proposal: proposalText(wide), plan_sha256: posted(wide) })).toBe('runs');
  });
});
