import type { PolicyPlan } from './limits.ts';
import { isKnownTool, toolInputs } from './tools.ts';
import { readWrittenCall } from './written-call.ts';
import type { ToolCall } from './verdict.ts';

/** One call, in the words of `dispatch explain --call`, and what it is held against. */
export type RuleExample = {
  /** `Bash(git log -1)`; a test holds that the judge says of it what the docs say. */
  call: string;
  /** What the agent's profile says; it has all tools where this says nothing. */
  profile?: Partial<Omit<PolicyPlan, 'timeoutMinutes' | 'skipPermissions'>>;
  /** What strangers' text it has read by then, in words. */
  taint?: readonly string[];
  /** What its paths are on disk. */
  places?: ToolCall['places'];
};

/** What people are told of a rule; `docs/policy.md` is written from it. Sentences, in Markdown. */
export type RuleDocs = {
  /** What it refuses. */
  refuses: string;
  /** What would happen otherwise. */
  why: string;
  /** A call that this rule, and no rule before it, refuses. */
  refused: RuleExample;
  /** A call like it that every rule lets pass. */
  allowed: RuleExample;
  /** What to change when such a call is wanted. */
  change: string;
};

const TOOLS = Object.keys(toolInputs).filter(isKnownTool);

/** The profile that an example is held against. */
export function examplePlan({ profile }: RuleExample): PolicyPlan {
  const everything = { tools: TOOLS, allowedTools: TOOLS, disallowedTools: [], taintedTools: TOOLS };
  return { ...everything, policy: 'allow_list', timeoutMinutes: 15, ...profile };
}

/** The call of an example. Throws for one that is written wrongly. */
export function exampleCall({ call, places }: RuleExample): ToolCall {
  const read = readWrittenCall(call);
  if (typeof read === 'string') throw new TypeError(`${call}: ${read}`);
  return places === undefined ? read : { ...read, places };
}
