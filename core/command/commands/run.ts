import { checkAgentName } from '../agent-name.ts';
import { limitOptions, readLimits } from '../../profile/limits.ts';
import { isRefusal } from '../../refusal.ts';
import { readFromJob } from '../job-id.ts';
import { misspelt } from '../misspelt.ts';
import { readOptions } from '../options.ts';
import type { Misspelt } from '../parsed.ts';
import type { Command } from '../request.ts';
import { checkTask, taskOf } from '../task.ts';

/** `/dispatch <agent> [--key=value…] <task>`: the task is the rest of the line and everything below it, word for word. */
export const run: Command = {
  verb: null,
  usage: '/dispatch <agent> [--budget=USD] [--timeout=MINUTES] [--turns=N] [--from=JOB] [--fresh] <task>',
  summary:
    'run an agent, within its limits or less, with the result of an earlier job if you name one; the task may continue on the lines below',
  read({ word, rest, below }) {
    const wrong = checkAgentName(word);
    if (wrong) return wrong;
    const read = readOptions(rest, [...limitOptions, 'from', 'fresh']);
    if (read.kind === 'misspelt') return read;
    const limits = readLimits(read.options);
    if (isRefusal(limits)) return { kind: 'misspelt', refusal: limits };
    const from = fromIn(read.options);
    if ('kind' in from) return from;
    const fresh = freshIn(read.options);
    if ('kind' in fresh) return fresh;
    const task = taskOf(read.rest, below);
    return checkTask(word, task) ?? { kind: 'run', agent: word, limits, ...from, ...fresh, task };
  },
};

function fromIn({ from }: Record<string, string>): { from?: string } | Misspelt {
  if (from === undefined) return {};
  const job = readFromJob(from);
  return typeof job === 'string' ? { from: job } : job;
}

function freshIn({ fresh }: Record<string, string>): { fresh?: true } | Misspelt {
  if (fresh === undefined) return {};
  if (fresh === '') return { fresh: true };
  return misspelt('bad-option', '`--fresh` takes no value.', 'Write `--fresh` alone, or leave it out.');
}
