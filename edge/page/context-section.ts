import { grouped } from '../../core/output/amounts.ts';
import type { ContextReport } from '../../core/context/report.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, section, table } from './dom.ts';

/** What the agent was given of what its run was about, and what was taken out of it; left out when it was given nothing. */
export function contextSection({ result }: RunPage): Node | null {
  const { context } = result ?? {};
  if (context === undefined) return null;
  const rows = rowsOf(context);
  const missing = (context.missing ?? []).map(({ part, because }) => [part, visibleLine(because, 1000)]);
  return section(
    'context',
    'What the agent was given',
    hiddenLine(rows.map(({ hidden }) => hidden)),
    rows.length === 0
      ? null
      : table(
          'Beside the task',
          ['Part', 'Characters', 'Left out at its end', 'Hidden passages removed'],
          rows.map(({ part, given, cut, hidden }) => [part, ...[given, cut, hidden].map(grouped)]),
          [1, 2, 3],
        ),
    missing.length === 0 ? null : table('Missing', ['Part', 'Because'], missing),
  );
}

type Row = { part: string; given: number; cut: number; hidden: number };

function rowsOf({ thread, diff, failures, earlier, continues }: ContextReport): Row[] {
  return [
    ...(thread === undefined ? [] : [{ part: `thread, ${thread.comments.given} comments`, ...thread }]),
    ...(diff === undefined ? [] : [{ part: `diff of ${diff.files} files`, ...diff }]),
    ...(failures === undefined ? [] : [{ part: `logs of ${failures.jobs} failed jobs`, ...failures }]),
    ...(earlier === undefined
      ? []
      : [
          {
            part: `result of ${earlier.job_id === null ? 'an earlier run' : `job ${earlier.job_id}`}`,
            ...earlier,
          },
        ]),
    ...(continues === undefined
      ? []
      : [{ part: `continues job ${continues.job_id}, ${continues.turns} turns`, ...continues }]),
  ];
}

/** Somebody hid text from the people who read the thread: that is said before the figures. */
function hiddenLine(hidden: readonly number[]): Node | null {
  const all = hidden.reduce((sum, one) => sum + one, 0);
  if (all === 0) return null;
  return el(
    'p',
    {},
    `${grouped(all)} hidden passage${all === 1 ? ' was' : 's were'} removed: people who read the thread do not see them, and a model would.`,
  );
}
