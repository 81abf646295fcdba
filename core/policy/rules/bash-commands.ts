import { isRefusal } from '../../refusal.ts';
import { judgeCommand } from '../bash/judge-command.ts';
import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';
import { parseToolRule } from '../tool-rule.ts';

/** Every command in a Bash call must be one that the profile gives, and none that it takes away. */
export const bashCommands = {
  name: 'bash-commands',
  check(call, plan) {
    const command = call.tool === 'Bash' ? stringField(call.input, 'command') : undefined;
    if (command === undefined) return 'pass';
    return judgeCommand(command, {
      allow: patterns(plan.allowedTools, '*'),
      // A bare `Bash` in disallowed_tools takes the whole tool away, which is another rule's matter.
      deny: patterns(plan.disallowedTools, '*'),
    });
  },
} satisfies Rule;

function patterns(entries: readonly string[], bare: string): string[] {
  return entries.flatMap((entry) => {
    const rule = parseToolRule(entry);
    return isRefusal(rule) || rule.tool !== 'Bash' ? [] : [rule.pattern ?? bare];
  });
}
