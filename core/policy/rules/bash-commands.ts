import { judgeCommand } from '../bash/judge-command.ts';
import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';
import { listsOf } from '../tool-rule.ts';

/** Every command of a command line is one that the profile allows, with arguments that do what they look like. */
export const bashCommands = {
  name: 'bash-commands',
  docs: {
    refuses:
      'A command line of which any command, wherever it stands, is not one that `allowed_tools` lists, is one that ' +
      '`disallowed_tools` lists, has an option that does more than it looks like, or writes a protected file.',
    why: '`git log` reads, and `git log --output=x` writes. A line is judged as bash reads it, not as text.',
    refused: { call: 'Bash(git log --output=x)', profile: { allowedTools: ['Bash(git log *)'] } },
    allowed: { call: 'Bash(git log --oneline -5)', profile: { allowedTools: ['Bash(git log *)'] } },
    change: 'Add the command to `allowed_tools`, such as `Bash(npm test)`, or all of Bash: `Bash`.',
  },
  looksAt: 'lists',
  check(call, plan) {
    const command = call.tool === 'Bash' ? stringField(call.input, 'command') : undefined;
    return command === undefined ? 'pass' : judgeCommand(command, listsOf(plan, 'Bash'));
  },
} satisfies Rule;
