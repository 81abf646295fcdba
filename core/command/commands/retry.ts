import { readJobId } from '../job-id.ts';
import { readOptions } from '../options.ts';
import type { Command } from '../request.ts';

/** `/dispatch retry [job] [--head]`: the stored task again, at the commit that it was for or at the newest. */
export const retry: Command = {
  verb: 'retry',
  usage: '/dispatch retry [job] [--head]',
  summary: 'run the last task of this thread, or the one named, again; with --head on the newest commit',
  read({ rest }) {
    const [options, names] = sorted(rest.split(/[ \t\u00a0]+/).filter(Boolean));
    const read = readOptions(options.join(' '), ['head']);
    if (read.kind === 'misspelt') return read;
    const job = readJobId('retry', names.join(' '));
    if (job !== null && typeof job !== 'string') return job;
    return { kind: 'retry', job, head: options.length > 0 };
  },
};

/** Options may stand before the job or after it. */
function sorted(words: string[]): [options: string[], names: string[]] {
  const isOption = (word: string) => word.startsWith('--');
  return [words.filter(isOption), words.filter((word) => !isOption(word))];
}
