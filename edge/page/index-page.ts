import { counted, dollars, duration } from '../../core/output/amounts.ts';
import { dearest, refusalsPerRule, slowest, spendPerDay } from '../../core/report/index-figures.ts';
import type { IndexPage } from '../../core/report/page-data.ts';
import type { RunRow } from '../../core/report/run-row.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, facts, section, table, type Child } from './dom.ts';
import { ENDINGS } from './headline.ts';

/** Runs shown in the table of all; the figures count every one. */
const MOST = 2000;

/** Many runs: what they cost, what they were refused, which stand out. */
export function indexPage(data: IndexPage): readonly Node[] {
  const { runs, unreadable } = data;
  document.title = `${counted(runs.length, 'run')} – dispatch report`;
  const total = runs.reduce((sum, run) => sum + (run.costUsd ?? 0), 0);
  const unknown = runs.filter((run) => run.costUsd === null).length;
  const refused = runs.reduce((sum, run) => sum + run.refused, 0);
  const header = el(
    'header',
    {},
    el('p', { class: 'quiet' }, `dispatch report · ${visibleLine(data.name, 120)}`),
    el('h1', {}, counted(runs.length, 'run')),
    facts([
      ['Cost', `${dollars(total)}${unknown === 0 ? '' : `, that of ${counted(unknown, 'run')} unknown`}`],
      ['Succeeded', String(runs.filter((run) => run.outcome === 'success').length)],
      ['Refused calls', String(refused)],
    ]),
  );
  return [
    header,
    spendSection(runs),
    rulesSection(runs),
    outliers(runs),
    allRuns(runs),
    unread(unreadable),
  ].filter((part) => part !== null);
}

function spendSection(runs: readonly RunRow[]): Node {
  const rows = spendPerDay(runs);
  const most = Math.max(...rows.map(({ costUsd }) => costUsd), 0.0001);
  const bar = (usd: number) =>
    el('meter', { min: '0', max: String(most), value: String(usd), 'aria-label': dollars(usd) });
  return section(
    'spend',
    'Spend per agent and day',
    table(
      'Spend per agent and day (UTC)',
      ['Day', 'Agent', 'Runs', 'Cost', 'Beside the most'],
      rows.map((row) => [
        row.day,
        visibleLine(row.agent, 64),
        String(row.runs),
        `${dollars(row.costUsd)}${row.unknown === 0 ? '' : ` + ${row.unknown} unknown`}`,
        bar(row.costUsd),
      ]),
      [2, 3],
    ),
  );
}

function rulesSection(runs: readonly RunRow[]): Node | null {
  const rows = refusalsPerRule(runs);
  if (rows.length === 0) return null;
  const cells = rows.map(({ rule, calls, runs: met }) => [
    visibleLine(rule, 100),
    String(calls),
    String(met),
  ]);
  return section(
    'rules',
    'Refusals per rule',
    table('Refused calls per rule', ['Rule', 'Calls', 'Runs'], cells, [1, 2]),
  );
}

function outliers(runs: readonly RunRow[]): Node | null {
  if (runs.length === 0) return null;
  return section(
    'outliers',
    'Slowest and dearest runs',
    runTable('Slowest runs', slowest(runs)),
    runTable('Dearest runs', dearest(runs)),
  );
}

function allRuns(runs: readonly RunRow[]): Node | null {
  if (runs.length === 0) return null;
  const latest = runs.toSorted((one, other) => (other.day ?? '').localeCompare(one.day ?? ''));
  const more = runs.length > MOST ? ` (${MOST} of ${runs.length})` : '';
  return section('runs', 'All runs', runTable(`Runs, latest day first${more}`, latest.slice(0, MOST)));
}

function runTable(caption: string, runs: readonly RunRow[]): HTMLElement {
  return table(
    caption,
    ['Run', 'Agent', 'Day', 'Ended', 'Time', 'Cost', 'Refused'],
    runs.map(cellsOf),
    [4, 5, 6],
  );
}

function cellsOf(run: RunRow): Child[] {
  const name = visibleLine(run.name, 80);
  return [
    run.page === null
      ? name
      : el('a', { href: `./${run.page.split('/').map(encodeURIComponent).join('/')}` }, name),
    `${visibleLine(run.agent, 64)}${run.tainted ? ' ⚠ tainted' : ''}`,
    run.day ?? 'unknown',
    el('span', { class: ENDINGS[run.outcome][0] }, ENDINGS[run.outcome][1]),
    duration(run.durationMs),
    run.costUsd === null ? 'unknown' : dollars(run.costUsd),
    String(run.refused),
  ];
}

function unread(folders: IndexPage['unreadable']): Node | null {
  if (folders.length === 0) return null;
  const rows = folders
    .slice(0, MOST)
    .map(({ name, because }) => [visibleLine(name, 80), visibleLine(because, 300)]);
  return section(
    'unreadable',
    'Could not be read',
    table('Folders that could not be read', ['Folder', 'Because'], rows),
  );
}
