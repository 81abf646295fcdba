import { stringField } from '../field.ts';
import type { Rule } from '../rule.ts';

const LONGEST_COMMAND = 20_000;

type Asked = { run_in_background?: unknown; dangerouslyDisableSandbox?: unknown; allowed_domains?: unknown };

/** Bash runs in the foreground, inside the sandbox, with a command of a length a person could read. */
export const plainBash = {
  name: 'plain-bash',
  docs: {
    refuses:
      'Bash that asks to leave its sandbox, for the network or for the background, and commands of more than ' +
      '20,000 characters.',
    why: 'A command runs where it is held and watched, and at a length that a person could read.',
    refused: { call: 'Bash({"command":"npm test","run_in_background":true})' },
    allowed: { call: 'Bash(npm test)' },
    change: 'For the network, name the hosts in `egress`. The rest stays as it is.',
  },
  check(call) {
    if (call.tool !== 'Bash') return 'pass';
    const input = call.input as Asked;
    if (input.dangerouslyDisableSandbox) {
      return {
        because: 'Bash asked to leave its sandbox.',
        remedy: 'Run the command without dangerouslyDisableSandbox.',
      };
    }
    if (input.run_in_background) {
      return {
        because: 'Bash asked to run in the background.',
        remedy: 'Run the command in the foreground.',
      };
    }
    if (Array.isArray(input.allowed_domains) && input.allowed_domains.length > 0) {
      return {
        because: 'Bash asked for the network.',
        remedy: 'Run the command without allowed_domains; there is no network here.',
      };
    }
    const length = stringField(call.input, 'command')?.length ?? 0;
    if (length <= LONGEST_COMMAND) return 'pass';
    return {
      because: `The command has ${length} characters; ${LONGEST_COMMAND} is the limit.`,
      remedy: 'Split it into shorter commands.',
    };
  },
} satisfies Rule;
