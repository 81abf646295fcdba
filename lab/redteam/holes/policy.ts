import { judge } from '../../../core/policy/judge.ts';
import { stringField } from '../../../core/policy/field.ts';
import type { Rule } from '../../../core/policy/rule.ts';
import { bashCommands } from '../../../core/policy/rules/bash-commands.ts';
import { grantedManifests } from '../../../core/policy/rules/granted-manifests.ts';
import { listedTool } from '../../../core/policy/rules/listed-tool.ts';
import { protectedPaths } from '../../../core/policy/rules/protected-paths.ts';
import { rules } from '../../../core/policy/table.ts';
import { patternsOf } from '../../../core/policy/tool-rule.ts';
import type { Hole } from './hole.ts';
import { replacing } from './hole.ts';

/** A judge with other rules. */
function judging(table: readonly Rule[]): Hole {
  return replacing(({ superviseRun }) => ({
    superviseRun: (run) => superviseRun({ ...run, judge: (call) => judge(call, run.plan, run.taint, table) }),
  }));
}

/** The judge asks only whether the agent has the tool. */
export const noArgumentRules = judging([listedTool]);

/** The judge does not know which files carry power. */
export const noProtectedPaths = judging(
  rules.filter((rule) => rule !== protectedPaths && rule !== grantedManifests),
);

/** A command line is allowed when it begins as an allowed one does. */
const prefixes: Rule = {
  ...bashCommands,
  check(call, plan) {
    const command = stringField(call.input, 'command');
    if (call.tool !== 'Bash' || command === undefined) return 'pass';
    const begins = patternsOf(plan.allowedTools, 'Bash').some((pattern) =>
      command.startsWith(pattern.replace(/[ :]?\*$/, '')),
    );
    return begins ? 'pass' : { because: 'It begins with none of them.', remedy: 'Use one of them.' };
  },
};

/** The judge takes the beginning of a command line for the command. */
export const prefixMatchedBash = judging(rules.map((rule) => (rule === bashCommands ? prefixes : rule)));
