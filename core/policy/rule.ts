import type { Objection } from './objection.ts';
import type { PolicyPlan } from './limits.ts';
import type { RuleDocs } from './rule-docs.ts';
import type { ToolCall } from './verdict.ts';

/**
 * One rule of the policy. A rule either passes or objects; nothing it does can allow a call that
 * another rule denies, and a rule that throws is a denial.
 */
export type Rule = {
  name: string;
  docs: RuleDocs;
  /**
   * What it is about, where that is not the arguments alone: `tool` for the tool and what was read, `lists` for
   * arguments held against `allowed_tools` and `disallowed_tools`. Permissions that are skipped leave those in force.
   */
  looksAt?: 'tool' | 'lists';
  /** `taint`: what strangers' text the agent has read by now, in words; empty when none. */
  check(call: ToolCall, plan: PolicyPlan, taint: readonly string[]): 'pass' | Objection;
};
