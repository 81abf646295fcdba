import type { Agent } from './agent.ts';
import { MOST } from './bounds.ts';
import type { Config } from './config.ts';
import { rolesOf } from './group.ts';
import { neededUsd } from './merge-group.ts';
import { finding, type Finding, type Path } from './problem.ts';

/** Why agents that a group names cannot work together, with every value merged. */
export function checkGroupFit({ agents }: Pick<Config, 'agents'>): Finding[] {
  return Object.entries(agents).flatMap(([name, lead]): Finding[] => {
    const { group } = lead;
    if (group === undefined) return [];
    const path: Path = ['groups', name];
    const members = rolesOf(group).flatMap((one): Member[] => {
      const agent = agents[one];
      return agent === undefined ? [] : [{ name: one, agent }];
    });
    return [
      ...budget(lead, members, path),
      ...teams(lead, members, path),
      ...triggers(lead, members, path),
      ...planning(members, path),
      ...servers(lead, members, path),
    ];
  });
}

type Member = { name: string; agent: Agent };

/** What each may cost is held for it before anybody starts. */
function budget(lead: Agent, members: readonly Member[], path: Path): Finding[] {
  const needed = neededUsd(members.map(({ agent }) => agent));
  const parts = members.map(({ name, agent }) => `$${agent.budget_usd} ${name}`).join(' + ');
  if (needed > MOST.usd)
    return [
      finding(
        path,
        `The budgets of all in the group come to $${needed} (${parts}), and one run may cost $${MOST.usd} at most.`,
        'Make those of its agents smaller.',
        'key',
      ),
    ];
  if (lead.budget_usd >= needed) return [];
  return [
    finding(
      [...path, 'budget_usd'],
      `\`budget_usd\` is $${lead.budget_usd}, and the budgets of all in the group come to $${needed} (${parts}).`,
      `Write at least ${needed}, leave it out, or make those of its agents smaller.`,
    ),
  ];
}

function teams(lead: Agent, members: readonly Member[], path: Path): Finding[] {
  const bound = members.filter(({ agent }) => agent.teams.length > 0);
  if (lead.teams.length > 0 || bound.length === 0) return [];
  return [
    finding(
      path,
      `Nobody may start all of this group: ${bound.map(({ name }) => name).join(', ')} have no team in common.`,
      'Give their `teams` one in common, or take some of them out of the group.',
      'key',
    ),
  ];
}

function triggers(lead: Agent, members: readonly Member[], path: Path): Finding[] {
  if (lead.triggers.length > 0) return [];
  const told = members.map(({ name, agent }) => `${name} by ${agent.triggers.join(' and ')}`).join(', ');
  return [
    finding(
      path,
      `Nothing starts all of this group: ${told}.`,
      'Give them `comment` or `workflow` in common; a pull request starts no group.',
      'key',
    ),
  ];
}

function planning(members: readonly Member[], path: Path): Finding[] {
  const one = members.find(({ agent }) => agent.require_plan);
  if (one === undefined) return [];
  return [
    finding(
      path,
      `${one.name} has \`require_plan\`, and in a group nobody is asked about its plan.`,
      'Take it out of the group, or give the group an agent without `require_plan`.',
      'key',
    ),
  ];
}

/** Two servers of one name are one server: what either says of its tools holds for both. */
function servers(lead: Agent, members: readonly Member[], path: Path): Finding[] {
  const isOther = (agent: Agent) =>
    Object.entries(agent.mcp_servers).find(([server, { command, tools }]) => {
      const merged = lead.mcp_servers[server];
      return (
        JSON.stringify(merged?.command) !== JSON.stringify(command) ||
        Object.entries(tools).some(
          ([tool, said]) => JSON.stringify(merged?.tools[tool]) !== JSON.stringify(said),
        )
      );
    })?.[0];
  const found = members.map(({ agent }) => isOther(agent)).find((server) => server !== undefined);
  if (found === undefined) return [];
  return [
    finding(
      path,
      `The MCP server ${found} is set up in one way for one agent of the group, and in another for another.`,
      'Set it up the same for both, or give one of the two another name.',
      'key',
    ),
  ];
}
