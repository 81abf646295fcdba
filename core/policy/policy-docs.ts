import { judge } from './judge.ts';
import { exampleCall, examplePlan, type RuleExample } from './rule-docs.ts';
import type { Rule } from './rule.ts';

const INTRODUCTION = `# The policy

An agent asks before each call of a tool, and our own process answers: these rules judge the arguments of the
call, in this order. The first rule that objects is the one that is told; a call that no rule objects to is
made. No rule can allow what another one refuses, and a rule that fails is a refusal.

\`dispatch explain AGENT --call 'Bash(git log -1)'\` asks them about a call of your own agents.

This page is written from the rules themselves, and a test holds each example against them.`;

/** How the keys of a plan are written in the configuration. */
const KEYS = {
  tools: 'tools',
  allowedTools: 'allowed_tools',
  disallowedTools: 'disallowed_tools',
  taintedTools: 'tainted_tools',
  policy: 'policy',
  egress: 'egress',
  mayDispatch: 'may_dispatch',
} as const;

/** `docs/policy.md`: every rule, what it refuses and what to do about it. */
export function policyDocs(table: readonly Rule[]): string {
  return `${[INTRODUCTION, ...table.map(ruleSection)].join('\n\n')}\n`;
}

function ruleSection({ name, docs }: Rule): string {
  const verdict = judge(exampleCall(docs.refused), examplePlan(docs.refused), docs.refused.taint);
  const told = verdict.allow ? '' : ` The agent is told: “${verdict.because} ${verdict.remedy}”`;
  return [
    `## ${name}`,
    '',
    `- Refuses: ${docs.refuses}`,
    `- Why: ${docs.why}`,
    `- Refused: ${exampleWords(docs.refused)}.${told}`,
    `- Allowed: ${exampleWords(docs.allowed)}.`,
    `- What to change: ${docs.change}`,
  ].join('\n');
}

function exampleWords({ call, profile = {}, taint = [], places }: RuleExample): string {
  const lines = Object.entries(KEYS).flatMap(([key, written]) => {
    const value = profile[key as keyof typeof KEYS];
    if (value === undefined) return [];
    return [`\`${written}: ${typeof value === 'string' ? value : `[${value.join(', ')}]`}\``];
  });
  if (profile.outputs !== undefined)
    lines.push(`\`outputs: [${profile.outputs.map(({ kind }) => kind).join(', ')}]\``);
  const given = lines.length === 0 ? '' : `, with ${lines.join(' and ')}`;
  const linked = Object.values(places ?? {}).some((place) => 'names' in place && place.names > 1);
  const disk = linked ? ', of which there is a hard link' : '';
  const after = taint.length === 0 ? '' : `, once the agent has read ${taint.join(' and ')}`;
  return `\`${call}\`${given}${disk}${after}`;
}
