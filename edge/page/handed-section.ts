import { counted } from '../../core/output/amounts.ts';
import type { AcceptedOutput, Item } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, section, table } from './dom.ts';

/** What the agent handed in beside its answer, as it left the gate; left out when it was nothing. Whether it was posted, only the thread tells. */
export function handedSection({ result }: RunPage): Node | null {
  const { outputs = [] } = result ?? {};
  if (result === null || outputs.length === 0) return null;
  return section('handed', 'What the agent handed in', ...outputs.flatMap((item) => nodesOf(item, result)));
}

function nodesOf(item: AcceptedOutput, { change, kept }: Result): (Node | null)[] {
  switch (item.kind) {
    case 'review':
      return reviewNodes(item);
    case 'check':
      return checkNodes(item);
    case 'labels':
      return [title('Labels'), el('p', {}, item.add.map((name) => visibleLine(name)).join(', '))];
    case 'patch':
      return [
        title(`Pull request: ${visibleLine(item.title)}`),
        long('Its text', item.body),
        changed(change),
      ];
    case 'artifact':
      return [title('Files'), keptFiles(kept)];
    case 'propose_plan':
      return planNodes(item);
    case 'dispatch':
      return [
        title('Handed on'),
        ...item.jobs.flatMap(({ agent, task }) => [
          el('p', {}, el('code', {}, visibleLine(agent))),
          long(`Task for ${visibleLine(agent)}`, task),
        ]),
      ];
  }
}

function planNodes({
  steps,
  paths,
  commands,
  hosts,
  tools,
  workers,
  cost_usd: cost,
}: Item<'propose_plan'>): Node[] {
  const started = workers.map(({ agent, count }) => `${agent} (${count})`);
  const rows = Object.entries({ paths, commands, hosts, tools, workers: started, cost: [`$${cost}`] });
  return [
    title('Plan'),
    long('Its steps', steps.map((step) => visibleLine(step, 300)).join('\n')),
    table(
      'What it would hold',
      ['What', 'Entries'],
      rows.map(([what, entries]) => [what, visibleLine(entries.join(', ') || 'none', 4000)]),
    ),
  ];
}

function title(text: string): Node {
  return el('h3', {}, text);
}

function long(name: string, text: string): Node {
  return el('pre', { class: 'answer', tabindex: '0', 'aria-label': name }, text);
}

const EVENTS = {
  COMMENT: 'Review',
  REQUEST_CHANGES: 'Review: changes requested',
  APPROVE: 'Review: approved',
};

function reviewNodes({ event, summary, comments, left_out: leftOut = [] }: Item<'review'>): (Node | null)[] {
  const places = leftOut.map(({ path, line }) => `${visibleLine(path)}:${line}`).join(', ');
  return [
    title(EVENTS[event]),
    long('Summary of the review', summary),
    ...comments.flatMap(({ path, line, side, body }) =>
      atLine(`${visibleLine(path)}:${line}${side === 'LEFT' ? ' (before)' : ''}`, body),
    ),
    places === ''
      ? null
      : el('p', { class: 'note' }, `Left out, since the change does not have these lines: ${places}`),
  ];
}

function checkNodes({ conclusion, title: name, summary, annotations }: Item<'check'>): (Node | null)[] {
  return [
    title(`Check: ${visibleLine(name)} (${conclusion})`),
    long('Summary of the check', summary),
    ...annotations.flatMap(({ path, start_line: line, level, message }) =>
      atLine(`${visibleLine(path)}:${line} (${level})`, message),
    ),
  ];
}

/** A text with the place that it is about above it. */
function atLine(place: string, text: string): Node[] {
  return [el('p', {}, el('code', {}, place)), long(`At ${place}`, text)];
}

function changed(change: Result['change']): Node | null {
  if (change === undefined) return null;
  if (change.became === 'none')
    return el('p', { class: 'note' }, `There is no change: ${visibleLine(change.because, 1000)}`);
  const rows = change.files.map(({ path, mode, sha256 }) => [
    visibleLine(path),
    mode ?? 'deleted',
    sha256 ?? '',
  ]);
  return table(`${counted(rows.length, 'file')} changed`, ['Path', 'Mode', 'SHA-256'], rows);
}

/** The files that are kept beside the page, or why there are none. */
function keptFiles(kept: Result['kept']): Node | null {
  if (kept === undefined) return null;
  if (kept.became === 'none')
    return el('p', { class: 'note' }, `No file was kept: ${visibleLine(kept.because, 1000)}`);
  const rows = kept.files.map(({ name, bytes, sha256, masked = 0 }) => [
    visibleLine(name),
    String(bytes),
    sha256,
    String(masked),
  ]);
  return table("Files in the run's artifact", ['Name', 'Bytes', 'SHA-256', 'Secrets masked'], rows, [1, 3]);
}
