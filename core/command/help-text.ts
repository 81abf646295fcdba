import type { Agent, Config } from '../config/config.ts';
import { groupWords, modelWords } from '../config/group.ts';
import { isRefusal, refusalLine } from '../refusal.ts';
import { resolve } from '../profile/resolve.ts';
import { commands } from './table.ts';

/** What `/dispatch help [agent]` answers, as Markdown; it still has to pass the gate. */
export function helpText(config: Config, agentName?: string): string {
  if (agentName === undefined) return overview(config);
  const plan = resolve(config, agentName);
  const agent = config.agents[agentName];
  if (isRefusal(plan)) return refusalLine(plan);
  return agent ? detail(agentName, agent, plan.workspace) : overview(config);
}

function overview(config: Config): string {
  const usages = commands.map(({ usage, summary }) => `- \`${usage}\`: ${summary}`);
  return ['**Commands**', '', ...usages, '', '**Agents**', '', listText(config)].join('\n');
}

/** What `/dispatch list` answers: the agents as a table. */
export function listText(config: Config): string {
  const agents = Object.entries(config.agents).map(
    ([name, agent]) => `| \`${name}\` | ${plain(agent.description)} | ${tools(agent)} | ${starters(agent)} |`,
  );
  return ['| Agent | What for | Tools | Who may start it |', '|---|---|---|---|', ...agents].join('\n');
}

function detail(name: string, agent: Agent, workspace: string): string {
  return [
    `**\`${name}\`**: ${plain(agent.description)}`,
    '',
    `- Start it: \`/dispatch ${name} <task>\` (needs the role ${agent.invoke} or higher${agent.teams.length === 0 ? '' : `, and one of the teams ${teams(agent)}`})`,
    `- Tools: ${tools(agent)}; its copy of the repository is ${workspace}`,
    ...(agent.group === undefined ? [] : [`- Together: ${groupWords(agent.group)}`]),
    `- Limits: ${count(agent.timeout_minutes, 'minute')}, ${count(agent.budget_usd, 'US dollar')}, ${count(agent.max_turns, 'turn')}`,
    `- Model: \`${modelWords(agent)}\``,
  ].join('\n');
}

function starters(agent: Agent): string {
  return agent.teams.length === 0 ? agent.invoke : `${agent.invoke} in ${teams(agent)}`;
}

function teams(agent: Agent): string {
  return agent.teams.map((team) => `\`${team}\``).join(', ');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

function tools(agent: Agent): string {
  return agent.tools.length === 0 ? 'none' : agent.tools.join(', ');
}

/** Text of the configuration, so that it reads as text: no markup, no mentions. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~#&]/g, '\\$&').replaceAll('@', '@\u2060');
}
