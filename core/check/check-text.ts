import { counted, dollars } from '../output/amounts.ts';
import { aligned } from './aligned.ts';
import type { AgentRow, CheckFinding, Checked } from './check-config.ts';

const STARTS = { plan: 'starts', 'needs-approval': 'starts when a person agrees', refused: 'does not start' };

/** What was found and what each agent may do, for a terminal: its last line is the total. */
export function checkText(checked: Checked): string[] {
  return [
    ...checked.findings.map(findingLine),
    ...(checked.agents.length === 0 ? [] : table(checked.agents)),
    totalLine(checked),
  ];
}

/** A finding as one line: its place, its code, and the words that a run is refused with. */
export function findingLine({ file, line, column, level, code, message, remedy }: CheckFinding): string {
  return `${file}:${line}:${column}: ${level} (${code}): ${message} ${remedy}`;
}

/** The figure of a check. */
export function totalLine({ findings, agents, worstCaseUsd }: Checked): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = counted(findings.length - errors, 'warning');
  const spend = agents.length === 0 ? '' : `; one run of each costs at most ${dollars(worstCaseUsd)}`;
  const groups = agents.filter(({ isGroup }) => isGroup === true).length;
  const shown = groups === 0 ? '' : `, ${counted(groups, 'group')}`;
  return `${counted(agents.length - groups, 'agent')}${shown}, ${counted(errors, 'error')}, ${warnings}${spend}`;
}

function table(agents: readonly AgentRow[]): string[] {
  return aligned([
    ['agent', 'tools', 'workspace', 'hosts', 'a run costs at most', 'by'],
    ...agents.map(cells),
  ]);
}

function cells({ agent, tools, workspace, hosts, triggers, worstCaseUsd }: AgentRow): string[] {
  const verdicts = [...new Set(triggers.map(({ verdict }) => verdict))];
  const by = verdicts.map((verdict) => {
    const names = triggers.filter((one) => one.verdict === verdict).map(({ trigger }) => trigger);
    return verdict === 'plan' ? names.join(', ') : `${names.join(', ')}: ${STARTS[verdict]}`;
  });
  const list = (items: readonly string[]) => items.join(' ') || 'none';
  return [agent, list(tools), workspace, list(hosts), dollars(worstCaseUsd), by.join('; ')];
}
