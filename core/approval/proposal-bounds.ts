import { isAllowedHost, readHostPatterns } from '../egress/host.ts';
import { coversCommand } from '../policy/bash/covers-command.ts';
import { coversPath, isPlainPath } from '../policy/path-pattern.ts';
import { isProtected } from '../policy/protected.ts';
import type { Proposal } from './proposal.ts';

/** What a plan may hold at most: what its agent's profile allows. */
export type ProposalBounds = {
  /** Patterns of paths; `*` is every path. */
  paths: readonly string[];
  /** Patterns inside `Bash(…)`; `*` is every command. */
  commands: readonly string[];
  hosts: readonly string[];
  tools: readonly string[];
  /** Agents that may be started as workers, and how many workers in all. */
  workers: readonly string[];
  most_workers: number;
  cost_usd: number;
};

/**
 * What of a plan does not lie within the bounds, each in words for the agent; empty when all of it does. It errs on the
 * side of saying no: whatever a plan holds, its run is judged by the profile, too.
 */
export function objectionsToProposal(proposal: Proposal, bounds: ProposalBounds): string[] {
  const { paths, commands, hosts, tools, workers, cost_usd: cost } = proposal;
  const count = workers.reduce((sum, one) => sum + one.count, 0);
  return [
    ...paths.flatMap((path) => objectionToPath(path, bounds.paths)),
    ...commands
      .filter((command) => !coversCommand(bounds.commands, command))
      .map((command) => beyond('the command', command, bounds.commands)),
    ...hosts
      .filter((host) => !bounds.hosts.includes(host) && !isAllowedHost(host, readHostPatterns(bounds.hosts)))
      .map((host) => beyond('the host', host, bounds.hosts)),
    ...tools
      .filter((tool) => !bounds.tools.includes(tool))
      .map((tool) => beyond('the tool', tool, bounds.tools)),
    ...workers
      .filter(({ agent }) => !bounds.workers.includes(agent))
      .map(({ agent }) => beyond('the worker', agent, bounds.workers)),
    ...(count > bounds.most_workers && bounds.workers.length > 0
      ? [`${count} workers are more than the ${bounds.most_workers} that may be started`]
      : []),
    ...(cost > bounds.cost_usd ? [`$${cost} is more than the $${bounds.cost_usd} that a run may cost`] : []),
  ];
}

function objectionToPath(path: string, within: readonly string[]): string[] {
  if (!isPlainPath(path)) return [`the path ${quoted(path)} is none below the top of the repository`];
  if (!/[*?]/.test(path) && isProtected(path, 'write'))
    return [`the path ${quoted(path)} is protected: git, CI, editors or agents would act on it later`];
  return within.some((pattern) => coversPath(pattern, path)) ? [] : [beyond('the path', path, within)];
}

function beyond(what: string, named: string, allowed: readonly string[]): string {
  const shown = allowed.slice(0, 10).join(', ');
  return `${what} ${quoted(named)} is not within what this agent may have (${shown || 'none'})`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
