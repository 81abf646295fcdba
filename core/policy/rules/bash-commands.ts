import { judgeCommand } from '../bash/judge-command.ts';
import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';
import { patternsOf } from '../tool-rule.ts';

/** Every command of a command line is one that the profile allows, with arguments that do what they look like. */
export const bashCommands = {
  name: 'bash-commands',
  check(call, plan) {
    const command = call.tool === 'Bash' ? stringField(call.input, 'command') : undefined;
    if (command === undefined) return 'pass';
    // Under the other kinds of policy `allowed_tools` says nothing.
    const allow = plan.policy === 'allow_list' ? patternsOf(plan.allowedTools, 'Bash') : ['*'];
    const deny = plan.policy === 'allow_all' ? [] : patternsOf(plan.disallowedTools, 'Bash');
    return judgeCommand(command, { allow, deny });
  },
} satisfies Rule;
