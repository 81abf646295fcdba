import { grouped } from '../output/amounts.ts';
import type { ContextReport } from './report.ts';

/** What the agent was given of its issue or pull request, a line for each part; none when nothing was asked for. */
export function contextLines(context: ContextReport | null | undefined): string[] {
  if (!context) return [];
  const { thread, diff, failures, earlier, continues, missing = [] } = context;
  return [
    ...(thread === undefined ? [] : [`context: thread: ${threadWords(thread)}`]),
    ...(diff === undefined ? [] : [`context: diff of ${diff.files} files: ${amountWords(diff)}`]),
    ...(failures === undefined ? [] : [`context: ${failedWords(failures)}`]),
    ...(earlier === undefined ? [] : [`context: ${earlierWords(earlier)}`]),
    ...(continues === undefined ? [] : [`context: ${continuesWords(continues)}`]),
    ...missing.map(({ part, because }) => `context: no ${part}: ${because}`),
  ];
}

function threadWords({ comments, authors, ...amounts }: NonNullable<ContextReport['thread']>): string {
  const people = Object.entries(authors).filter(([, count]) => count > 0);
  const without = [
    ...(comments.later > 0 ? [`${comments.later} written later`] : []),
    ...(comments.edited > 0 ? [`${comments.edited} edited later`] : []),
    ...(comments.beyond > 0 ? [`${comments.beyond} older`] : []),
  ];
  return [
    amountWords(amounts),
    `comments ${comments.given}${without.length === 0 ? '' : ` (left out: ${without.join(', ')})`}`,
    `authors ${people.map(([standing, count]) => `${standing} ${count}`).join(', ')}`,
  ].join('; ');
}

function failedWords({ jobs, beyond, ...amounts }: NonNullable<ContextReport['failures']>): string {
  const more = beyond > 0 ? ` (left out: ${beyond} more)` : '';
  return `logs of ${jobs} failed jobs${more}: ${amountWords(amounts)}`;
}

function earlierWords({ job_id, agent, outputs, ...amounts }: NonNullable<ContextReport['earlier']>): string {
  const whose = job_id === null ? 'an earlier run' : `job ${job_id}`;
  return `result of ${whose} by ${agent}, with ${outputs} outputs: ${amountWords(amounts)}`;
}

function continuesWords({
  job_id,
  turns,
  left_out,
  ...amounts
}: NonNullable<ContextReport['continues']>): string {
  const before = left_out > 0 ? ` (left out: ${grouped(left_out)} earlier)` : '';
  return `continues job ${job_id}, ${grouped(turns)} turns${before}: ${amountWords(amounts)}`;
}

function amountWords({ given, cut, hidden }: { given: number; cut: number; hidden: number }): string {
  return [
    `${grouped(given)} characters`,
    ...(cut > 0 ? [`${grouped(cut)} left out`] : []),
    ...(hidden > 0 ? [`${grouped(hidden)} hidden passages removed`] : []),
  ].join(', ');
}
