import { MOST } from './bounds.ts';
import { contextWants } from './context.ts';
import { knownTools } from './known-tools.ts';
import { didYouMean } from './nearest.ts';
import { presetNames } from './presets.ts';
import { triggerWants } from './triggers.ts';

/** What a key wants, in words; `refused` says why a value that people try isn't taken. */
export type Advice = { wants: string; refused?: (value: unknown) => string | undefined };

const names = knownTools.join(', ');

const toolAdvice: Advice = {
  wants: `a list of tools from ${names}`,
  refused(value) {
    if (typeof value !== 'string') return undefined;
    if (value.includes('(')) return 'only allowed_tools and disallowed_tools take rules with parentheses';
    if (value === 'WebSearch')
      return 'a search tells anybody what it looks for; name hosts in `egress` and use WebFetch';
    if (value === 'Task') return 'the tool that starts sub-agents is called Agent';
    if (/^mcp__|^MCP$/i.test(value))
      return 'tools of MCP servers are declared in `mcp_servers`; the agent has them without being told here';
    return `it is no tool known here${didYouMean(value, knownTools)}`;
  },
};

const toolRuleAdvice: Advice = {
  wants: `a list of tools from ${names}, or of some of their calls, such as Bash(git log *)`,
  refused: (value) =>
    typeof value === 'string' && value.includes('(')
      ? 'a rule is a tool and, in parentheses, what of it: no parentheses within, no line break'
      : toolAdvice.refused?.(value),
};

const notYet = (what: string) => () => `${what} not supported yet`;

function permissionMode(value: unknown): string | undefined {
  switch (value) {
    case 'bypassPermissions':
      return 'it would switch every check off; `skip_permissions` is the key for what of it is supported';
    case 'plan':
    case 'auto':
      return 'the CLI then reads files anywhere without asking, so it is not supported yet';
    case 'dontAsk':
      return 'it is not supported yet';
    default:
      return undefined;
  }
}

function invoke(value: unknown): string | undefined {
  if (value === 'read') return 'anyone can read a public repository, and every run costs money';
  return value === 'none' ? 'strangers may not start agents' : undefined;
}

function team(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.startsWith('@')) return 'the @ of a mention does not belong to the name';
  return value.includes('/') ? undefined : 'the organisation is missing before it';
}

function otherTrigger(value: unknown): string | undefined {
  const others = ['issues', 'schedule', 'workflow_run', 'workflow_dispatch', 'merge_group', 'push'];
  return others.some((known) => known === value)
    ? 'a workflow of yours that runs on it starts the agent as a step, which the trigger workflow allows; see docs/triggers.md'
    : undefined;
}

const path = (what: string): Advice => ({
  wants: `${what}, relative to the top of the repository, without \`..\`, back-slashes, a leading dash or \`.git\``,
});

const digestAdvice: Advice = {
  wants:
    'a list of SHA-256 digests such as sha256:9f86d0…, each of a text that was masked: `printf %s TEXT | sha256sum` ' +
    'computes one, `dispatch redact --explain` prints them',
  refused(value) {
    if (typeof value !== 'string') return undefined;
    return /^[0-9a-f]{64}$/i.test(value)
      ? 'a digest is written with `sha256:` before it, in small letters'
      : 'it is no digest; if it is the text itself, and that is a secret, revoke it, because the repository’s history keeps it';
  },
};

const amountAdvice: Advice = {
  wants: 'US dollars above 0, at most six decimals, such as 5, 0.25 or $5',
};

const table: Record<string, Advice> = {
  version: { wants: 'the number 1' },
  defaults: { wants: 'a mapping of keys that hold for every agent' },
  agents: { wants: 'a mapping with at least one agent: its name, then its keys' },
  groups: { wants: 'a mapping of names to groups, each with a description and members' },
  mode: { wants: 'parallel or dialogue' },
  members: { wants: 'a list of 2 to 8 names of agents, such as [security, style]' },
  aggregate: { wants: 'the name of an agent' },
  rounds: { wants: 'a whole number from 1 to 10' },
  shared_context: { wants: 'a text of at most 32768 characters that is not empty' },
  description: { wants: 'one line of text, at most 500 characters' },
  system_prompt: { wants: 'a text of at most 32768 characters that is not empty' },
  system_prompt_file: path('the path of a file'),
  model: { wants: 'the name of a model, such as claude-opus-5-5' },
  tools: toolAdvice,
  allowed_tools: toolRuleAdvice,
  disallowed_tools: toolRuleAdvice,
  add_tools: toolAdvice,
  tainted_tools: toolAdvice,
  preset: { wants: `one of ${presetNames.join(', ')}` },
  policy: { wants: 'allow_list, allow_all, deny_list, deny_all or require_approval' },
  permission_mode: { wants: 'manual or acceptEdits', refused: permissionMode },
  price: { wants: 'a mapping with at least input and output, in US dollars per million tokens' },
  skip_permissions: { wants: 'true or false' },
  require_sandbox: { wants: 'true, or no such line', refused: notYet('running without a cage is') },
  working_dir: path('a folder'),
  timeout_minutes: { wants: `a whole number from 1 to ${MOST.minutes}` },
  budget_usd: { wants: `a number above 0, at most ${MOST.usd}` },
  max_turns: { wants: 'a whole number from 1 to 500' },
  invoke: { wants: 'triage, write, maintain or admin', refused: invoke },
  teams: { wants: 'a list of 1 to 10 teams, such as octo-org/reviewers', refused: team },
  approval_minutes: { wants: 'a whole number from 5 to 4320' },
  cache_hours: { wants: 'a whole number from 1 to 168' },
  session_hours: { wants: 'a whole number from 1 to 168' },
  triggers: { wants: triggerWants, refused: otherTrigger },
  context: { wants: contextWants },
  outputs: { wants: 'a list that holds comment and perhaps others, such as [comment, review]' },
  require_plan: { wants: 'true or false' },
  may_dispatch: { wants: 'a list of names of agents, such as [reviewer, tester]' },
  fleet: {
    wants:
      'a mapping with some of max_depth, max_workers, max_parallel, max_total_workers and halt_on_failure',
  },
  max_depth: { wants: 'a whole number from 1 to 4' },
  max_workers: { wants: 'a whole number from 1 to 32' },
  max_parallel: { wants: `a whole number from 1 to ${MOST.workersAtOnce}` },
  max_total_workers: { wants: 'a whole number from 1 to 100' },
  halt_on_failure: { wants: 'true or false' },
  env: { wants: 'an empty list, or no such line', refused: notYet('environment variables for agents are') },
  egress: { wants: 'a list of at most 32 names of hosts, such as registry.npmjs.org or *.example.com' },
  redact: { wants: 'a mapping with allow, on_shape or both' },
  allow: digestAdvice,
  on_shape: { wants: 'mask or withhold' },
  budgets: { wants: 'a mapping with user_per_day, repository_per_day or both' },
  user_per_day: amountAdvice,
  repository_per_day: amountAdvice,
  caps: { wants: 'a mapping with user_per_hour, repository_per_hour or both' },
  user_per_hour: { wants: 'a whole number from 1 to 100000' },
  repository_per_hour: { wants: 'a whole number from 1 to 100000' },
  egress_max_mb: { wants: 'a whole number from 1 to 10000' },
};

/** The advice for a key; any other name stands for an agent. */
export function adviceFor(field: string): Advice {
  return (
    table[field] ?? {
      wants: field.startsWith('groups.')
        ? 'a mapping with the group’s keys'
        : 'a mapping with the agent’s keys',
    }
  );
}
