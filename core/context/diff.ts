import { cutAt } from './cut.ts';
import type { ContextReport } from './report.ts';
import { hiddenWords, type Part } from './thread.ts';
import type { Cleaning } from './visible.ts';

export type DiffParts = { parts: Part[]; report: NonNullable<ContextReport['diff']> };

/** So many of the changed files are named, beside all that the diff shows. */
const MOST_FILES = 300;

/** What the agent is given of a change: the files that it touches, in the order of the diff, and then as much of the diff as fits. */
export function diffParts(diff: string, { kb }: { kb: number }, isFork: boolean, clean: Cleaning): DiffParts {
  const { text, hidden } = clean.plain(diff);
  const files = text.split('\n').filter((line) => line.startsWith('diff --git '));
  const named = files.slice(0, MOST_FILES).map((line) => line.slice('diff --git '.length));
  const more = files.length - named.length;
  const { text: kept, cut } = cutAt(text, kb * 1024);
  const by = isFork ? 'by somebody whose branch is in a fork' : 'by people who write to this repository';
  const list = [...named, ...(more > 0 ? [`[… ${more} more files]`] : [])].join('\n');
  return {
    parts: [
      {
        label: `The change of the pull request, ${by}${hiddenWords(hidden)}`,
        text: `Changed files (before and after), ${files.length}:\n${list}\n\n${kept}`,
      },
    ],
    report: { given: text.length - cut, cut, hidden, files: files.length },
  };
}
