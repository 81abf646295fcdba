import type { Config } from '../config/config.ts';
import { rolesOf } from '../config/group.ts';
import { reachesHosts } from '../config/known-tools.ts';
import { configPath } from '../config/path.ts';
import { isUnpinned } from '../policy/mcp-server.ts';
import type { Proposal } from '../approval/proposal.ts';
import { stricter } from '../redact/rules.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { capabilities, type Capability } from './capabilities.ts';
import { whyNotForForks } from './for-forks.ts';
import { inPhase } from './in-phase.ts';
import { isLasting } from './is-lasting.ts';
import { beyondOperator, type Operator } from './operator.ts';
import type { Plan } from './plan.ts';
import { resolve } from './resolve.ts';
import { ruleOfTwo, type RuleOfTwo, type TooMuch } from './rule-of-two.ts';

/** What may start an agent. */
export type Trigger = Plan['triggers'][number];

/** What is known about one request besides the configuration; whatever is not known is the worse of its values. */
export type RunFacts = {
  trigger: Trigger;
  /** Whose words reach the model: people without write access wrote part of the thread, or the code. */
  sources: {
    untrustedAuthor: boolean;
    forkHead: boolean;
    /** The result of an earlier run, in the words of `earlierTaint`; absent or null for none. */
    earlier?: string | null;
  };
  repository: { private: boolean };
  /** Whether somebody can be asked to agree to a run that has A, B and C. */
  hasApprover: boolean;
  /** Whether commands run in a cage that was proven, or in none. The action proves it before the task is sent. */
  provenCage: boolean;
  /** The plan that the agent proposed and keeps to; absent or null where there is none: then one that has to propose does only that. */
  proposal?: Proposal | null;
};

/** What became of agent × trigger × facts. */
export type Compiled =
  | { kind: 'plan'; plan: Plan; ruleOfTwo: RuleOfTwo }
  | { kind: 'needs-approval'; plan: Plan; ruleOfTwo: RuleOfTwo; refusal: Refusal }
  | { kind: 'refused'; refusal: Refusal; ruleOfTwo: RuleOfTwo | null };

/** The facts of a request by somebody with write access, about the repository's own code, where nobody can be asked. */
export const plainFacts: Omit<RunFacts, 'trigger'> = {
  sources: { untrustedAuthor: false, forkHead: false },
  repository: { private: false },
  hasApprover: false,
  provenCage: true,
};

/**
 * Decides, before anything is started, what an agent may do: its plan, or why a person has to agree first, or why
 * not at all. Nothing in the configuration reaches beyond the operator's limits.
 */
export function compile(
  config: Config,
  agentName: string,
  facts: RunFacts,
  operator: Operator = {},
): Compiled {
  const whole = resolve(config, agentName);
  if (isRefusal(whole)) return { kind: 'refused', refusal: whole, ruleOfTwo: null };
  const refusal =
    notTriggered(whole, facts) ?? beyondOperator(whole, operator) ?? membersBeyond(config, whole, operator);
  const resolved = refusal ?? inPhase(whole, facts.proposal ?? null);
  if (isRefusal(resolved)) return { kind: 'refused', refusal: resolved, ruleOfTwo: null };
  const present = capabilitiesOf(resolved, facts);
  const tainted = withTaintedTools(resolved, config, present);
  const plan = { ...tainted, redact: stricter(tainted.redact, operator) };
  const judged = ruleOfTwo(present, facts.hasApprover);
  if (judged.verdict === 'allow') return { kind: 'plan', plan, ruleOfTwo: judged };
  const why = tooMuch(plan, judged);
  return judged.verdict === 'refuse'
    ? { kind: 'refused', refusal: why, ruleOfTwo: judged }
    : { kind: 'needs-approval', plan, ruleOfTwo: judged, refusal: why };
}

/** The first thing in which somebody of a group goes beyond the operator's limits; null for an agent. */
function membersBeyond(config: Config, { group }: Plan, operator: Operator): Refusal | null {
  if (group === undefined) return null;
  for (const name of rolesOf(group)) {
    const member = resolve(config, name);
    const refusal = isRefusal(member) ? member : beyondOperator(member, operator);
    if (refusal !== null) return refusal;
  }
  return null;
}

/**
 * What is left of the tools once strangers' text was read: where there is nothing to steal, all of them. A profile
 * that says so itself is taken by its word.
 */
export function withTaintedTools(plan: Plan, config: Config, present: ReadonlySet<Capability>): Plan {
  const stated = config.agents[plan.agent]?.tainted_tools !== undefined;
  const nothingToSteal = ![...present].some((name) => capabilities[name].class === 'B');
  return stated || !nothingToSteal ? plan : { ...plan, taintedTools: [...plan.tools] };
}

/** What strangers wrote of what the agent is given, in words; empty when nothing of it. */
export function taintOf({ sources }: RunFacts): string[] {
  const { forkHead, earlier } = sources;
  return [...(forkHead ? ['code from a fork'] : []), ...(earlier ? [earlier] : [])];
}

/** What a plan brings together under the facts of one request. */
export function capabilitiesOf(plan: Plan, facts: RunFacts): Set<Capability> {
  const reaches = reachesHosts(plan.tools, plan.egress);
  const found: Record<Exclude<Capability, NotYet>, boolean> = {
    'untrusted-author': facts.sources.untrustedAuthor,
    'fork-head': facts.sources.forkHead,
    // Who wrote in it is known only when it is read, which is after somebody agreed.
    'thread-context': plan.context.thread !== null,
    'web-content': reaches,
    'unpinned-mcp': plan.mcpServers.some(isUnpinned),
    'earlier-result': Boolean(facts.sources.earlier),
    secrets: plan.env.length > 0,
    'private-content': facts.repository.private,
    'lasting-writes': plan.outputs.some(isLasting),
    egress: reaches,
    'commands-without-cage': (plan.tools.includes('Bash') || plan.mcpServers.length > 0) && !facts.provenCage,
  };
  return new Set(
    Object.entries(found)
      .filter(([, present]) => present)
      .map(([name]) => name as Capability),
  );
}

/** What no profile can have yet. */
type NotYet = 'internal-network' | 'wider-audience';

function notTriggered(plan: Plan, { trigger, sources }: RunFacts): Refusal | null {
  if (!plan.triggers.includes(trigger))
    return refuse(
      'not-triggered',
      `The agent ${plan.agent} cannot be started by a ${trigger} (its triggers: ${plan.triggers.join(', ')}).`,
      `Add ${trigger} to its triggers in ${configPath}, or start another agent.`,
    );
  if (trigger !== 'pull_request') return null;
  if (plan.pullRequest?.forks === true) return whyNotForForks(plan);
  if (!sources.forkHead) return null;
  return refuse(
    'not-for-forks',
    `Pull requests from forks do not start the agent ${plan.agent}.`,
    `Write a /dispatch comment, or add \`forks: true\` to its trigger \`pull_request\` in ${configPath}.`,
  );
}

function tooMuch(plan: Plan, { reasons, remedy }: TooMuch): Refusal {
  return refuse(
    'rule-of-two',
    `The agent ${plan.agent} would bring together what must not come together (${reasons.join('; ')}).`,
    remedy,
  );
}
