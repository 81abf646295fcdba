import type { CallToApprove } from '../core/approval/call.ts';
import { conversationTaint } from '../core/context/conversation.ts';
import type { Proposal } from '../core/approval/proposal.ts';
import { earlierTaint } from '../core/context/earlier.ts';
import { limited } from '../core/profile/limits.ts';
import { limitsIn } from '../core/ticket/claims.ts';
import { configPath } from '../core/config/path.ts';
import { brokenConfig } from '../core/config/broken-config.ts';
import { readConfig } from '../core/config/read.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { Plan } from '../core/profile/plan.ts';
import { teamOf } from '../core/profile/team.ts';
import { compile, plainFacts, taintOf, type RunFacts } from '../core/profile/compile.ts';
import type { Operator } from '../core/profile/operator.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { readBranchHead, readFileAt, readRepository } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readEventFacts } from '../edge/runner/event-facts.ts';
import { agreedPlan, approvedCallOf, approvedProposalOf, digestOfPlan } from './agreed-plan.ts';
import { boundOf } from './bound-of.ts';
import { readTeam, type Profiles } from './fleet/read-team.ts';
import type { Machine } from './machine.ts';

/** How a configuration comes to be a plan; the red team swaps one of these for a hole. */
export const configuring = { readFileAt, readConfig, compile };
export type Configuring = typeof configuring;

const MEND = `Mend it on the default branch; \`dispatch check\` tells all of it before that.`;

/** A plan with its system prompt read, and where the configuration came from. */
export type Configured = {
  plan: Plan;
  systemPrompt: string;
  configCommit: string;
  /** What of the run's input strangers wrote, in words; empty when nothing of it. */
  taint: string[];
  /** The one call that a person approved; null where it is not about one. */
  approvedCall: CallToApprove | null;
  /** The digest of a plan that the agent proposes, where a later job of the workflow may carry it out; else absent. */
  digestOf?: (proposal: Proposal | null) => string | null;
  /** Everybody who may come to work for it; empty where it may start nobody. */
  team: Profiles;
};

/**
 * Reads the configuration, from the default branch or, with a ticket, at the very commit that the app
 * recorded, and never from the workspace: a pull request may have changed what lies there.
 */
export async function configure(
  authority: Authority,
  machine: Machine,
  request: Request,
  operator: Operator,
  use: Configuring = configuring,
): Promise<Configured | Refusal> {
  const repository = { owner: machine.repository.owner, repo: machine.repository.name };
  const commit =
    authority.kind === 'ticket'
      ? authority.ticket.config_commit
      : await defaultBranchHead(request, repository);
  if (isRefusal(commit)) return commit;
  const file = await use.readFileAt(request, repository, configPath, commit);
  if (isRefusal(file)) return file;
  if (file === null) return missing(configPath, commit, 'Add one; docs/examples/dispatch.yml is a start.');
  if (authority.kind === 'ticket' && file.blobSha !== authority.ticket.config_blob)
    return otherConfig(authority.ticket);
  const read = use.readConfig(file.text, configPath);
  if ('problems' in read) return brokenConfig(read.problems, `at ${commit.slice(0, 12)}`, MEND);
  const proposal = approvedProposalOf(authority);
  if (isRefusal(proposal)) return proposal;
  const facts = { ...(await factsOf(authority, machine)), proposal };
  const agent = authority.kind === 'ticket' ? authority.ticket.agent : authority.agent;
  const known = use.compile(read.config, agent, facts, operator);
  if (known.kind === 'refused') return known.refusal;
  const strict = limited(known.plan, authority.kind === 'ticket' ? limitsIn(authority.ticket) : {});
  if (isRefusal(strict)) return strict;
  const compiled = { ...known, plan: strict };
  const readFile = (path: string) => use.readFileAt(request, repository, path, commit);
  const systemPrompt = await readSystemPrompt(strict, commit, readFile);
  if (isRefusal(systemPrompt)) return systemPrompt;
  const bound = await boundOf(authority, strict, machine, { configBlob: file.blobSha, systemPrompt });
  const plan = agreedPlan(authority, compiled, facts, bound);
  if (isRefusal(plan)) return plan;
  const digestOf = (asked: Proposal | null) => {
    if (asked === null) return null;
    const found = use.compile(read.config, agent, { ...facts, proposal: asked }, operator);
    return found.kind === 'refused' || bound === null ? null : digestOfPlan(found.plan, facts, bound);
  };
  const approvedCall = approvedCallOf(authority);
  const team = await readTeam(teamOf(read.config, plan, facts, operator), (member) =>
    readSystemPrompt(member, commit, readFile),
  );
  const configured = { plan, systemPrompt, configCommit: commit, taint: taintOf(facts), approvedCall, team };
  return bound === null ? configured : { ...configured, digestOf };
}

/** What is known of the request: the app's word in the ticket, or else what the runner says of the event. */
async function factsOf(authority: Authority, machine: Machine): Promise<RunFacts> {
  const trigger = authority.kind === 'ticket' ? (authority.ticket.trigger ?? 'comment') : 'workflow';
  const found =
    authority.kind === 'ticket'
      ? { forkHead: authority.ticket.fork_head, private: authority.ticket.private }
      : await readEventFacts(machine.eventPath);
  return {
    ...plainFacts,
    hasApprover: authority.kind === 'ticket' && authority.ticket.approval !== undefined,
    trigger,
    sources: { untrustedAuthor: false, forkHead: found.forkHead, earlier: earlierOf(authority) },
    repository: { private: found.private },
  };
}

/** The earlier result or conversation that the agent is to be given, in words; null for none. */
function earlierOf(authority: Authority): string | null {
  if (authority.kind === 'workflow') return authority.fromPath === undefined ? null : earlierTaint(null);
  const { from } = authority.ticket;
  if (from === undefined) return null;
  return from.session === undefined ? earlierTaint(from.job_id) : conversationTaint(from.job_id);
}

/** The commit of the default branch. */
export async function defaultBranchHead(
  request: Request,
  repository: RepositoryName,
): Promise<string | Refusal> {
  const { defaultBranch } = await readRepository(request, repository);
  const head = await readBranchHead(request, repository, defaultBranch);
  return (
    head ??
    refuse('no-default-branch', `The default branch ${defaultBranch} has no commit.`, 'Push a first commit.')
  );
}

async function readSystemPrompt(
  plan: Plan,
  commit: string,
  readFile: (path: string) => ReturnType<typeof readFileAt>,
): Promise<string | Refusal> {
  if (typeof plan.systemPrompt === 'string') return plan.systemPrompt;
  const path = plan.systemPrompt.file;
  const file = await readFile(path);
  if (isRefusal(file)) return file;
  return (
    file?.text ??
    missing(path, commit, `Add the file, or write the prompt into system_prompt of ${plan.agent}.`)
  );
}

function missing(path: string, commit: string, remedy: string): Refusal {
  return refuse(
    'config-missing',
    `There is no ${path} on the default branch (commit ${commit.slice(0, 12)}).`,
    remedy,
  );
}

function otherConfig(ticket: { config_blob: string; config_commit: string }): Refusal {
  return refuse(
    'other-config',
    `${configPath} at ${ticket.config_commit.slice(0, 12)} is not the file that the ticket was made for.`,
    'Write the /dispatch comment again to get a new ticket.',
  );
}
