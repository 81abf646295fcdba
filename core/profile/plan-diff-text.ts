import { counted } from '../output/amounts.ts';
import type { AgentDiff } from './plan-diff.ts';
import type { Mark } from './diff-line.ts';

/** The differences for a terminal: its last line is the figure. */
export function planDiffText(diffs: readonly AgentDiff[]): string[] {
  const width = Math.max(0, ...diffs.flatMap(({ lines }) => lines.map(({ what }) => what.length)));
  return [
    ...diffs.flatMap(({ agent, kind, lines }) => [
      `${agent ?? ALL} (${kind})`,
      ...lines.map(({ mark, what, text }) => `  ${mark.padEnd(9)}  ${what.padEnd(width)}  ${text}`),
    ]),
    planDiffFigure(diffs),
  ];
}

/** How many agents changed, and in what way. */
export function planDiffFigure(diffs: readonly AgentDiff[]): string {
  if (diffs.length === 0) return 'No agent may do more or less than before.';
  const of = (mark: Mark) => diffs.flatMap(({ lines }) => lines).filter((line) => line.mark === mark).length;
  const marks = [
    counted(of('expansion'), 'expansion'),
    counted(of('narrowing'), 'narrowing'),
    counted(of('change'), 'other change'),
  ];
  return `${subjects(diffs)} changed: ${marks.join(', ')}`;
}

/** What stands for the agents of a repository together; no agent can have this name. */
const ALL = 'All agents together';

function subjects(diffs: readonly AgentDiff[]): string {
  const agents = diffs.filter(({ agent }) => agent !== null).length;
  if (agents === diffs.length) return counted(agents, 'agent');
  return agents === 0 ? 'Limits of all agents' : `${counted(agents, 'agent')} and limits of all`;
}

/** The differences as Markdown for a comment, what lets an agent do more first; its last line is the figure. */
export function planDiffMarkdown(diffs: readonly AgentDiff[]): string {
  return [...sections(diffs), `**${planDiffFigure(diffs)}**`].join('\n');
}

/** The same without the figure. */
export function planDiffTables(diffs: readonly AgentDiff[]): string {
  return sections(diffs).join('\n');
}

function sections(diffs: readonly AgentDiff[]): string[] {
  return diffs.flatMap(({ agent, kind, lines }) => [
    `### ${agent === null ? ALL : code(agent)} (${kind})`,
    '',
    '| | | |',
    '| --- | --- | --- |',
    ...ORDER.flatMap((mark) =>
      lines
        .filter((line) => line.mark === mark)
        .map(({ what, text }) => `| ${SHOWN[mark]} | ${code(what)} | ${code(text)} |`),
    ),
    '',
  ]);
}

const ORDER: readonly Mark[] = ['expansion', 'narrowing', 'change'];
const SHOWN: Readonly<Record<Mark, string>> = {
  expansion: '⚠️ **expansion**',
  narrowing: 'narrowing',
  change: 'change',
};

/** Code that neither its table nor its own marks can end: whoever proposes a configuration wrote it. */
function code(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
