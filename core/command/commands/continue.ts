import { limitOptions, readLimits } from '../../profile/limits.ts';
import { isRefusal } from '../../refusal.ts';
import { readDecision } from '../decision.ts';
import { readOptions } from '../options.ts';
import type { Command } from '../request.ts';
import { checkTask, taskOf } from '../task.ts';

/** `/dispatch continue <job> [--key=value…] <more>`: goes on with the conversation of a job that ended well. */
export const goOn: Command = {
  verb: 'continue',
  usage: '/dispatch continue <job> [--budget=USD] [--timeout=MINUTES] [--turns=N] <more>',
  summary:
    'go on with the conversation of a job that ended well, where its agent keeps them: same agent, configuration and commit',
  read({ rest, below }) {
    const named = readDecision('continue', rest);
    if ('kind' in named) return named;
    const read = readOptions(named.behind, limitOptions);
    if (read.kind === 'misspelt') return read;
    const limits = readLimits(read.options);
    if (isRefusal(limits)) return { kind: 'misspelt', refusal: limits };
    const task = taskOf(read.rest, below);
    return checkTask(`continue ${named.job}`, task) ?? { kind: 'continue', job: named.job, limits, task };
  },
};
