import { isMcpTool } from '../../config/mcp-servers.ts';
import type { Proposal } from '../../approval/proposal.ts';
import { isAllowedHost, readHostPatterns } from '../../egress/host.ts';
import { isServedTool } from '../../launch/own-tools.ts';
import { judgeCommand } from '../bash/judge-command.ts';
import { pathsOf, spellingsOf } from '../call-paths.ts';
import { shownPath } from '../describe.ts';
import { stringField } from '../field.ts';
import type { PolicyPlan } from '../limits.ts';
import { fitsPath } from '../path-pattern.ts';
import { isInWorkspace, WORKSPACE } from '../paths.ts';
import type { Objection } from '../objection.ts';
import type { Rule } from '../rule.ts';
import type { ToolCall } from '../verdict.ts';

const approved: Proposal = {
  steps: ['Mend the sum.'],
  paths: ['src/add.js'],
  commands: ['npm test'],
  hosts: [],
  tools: [],
  workers: [],
  cost_usd: 1,
};

/** Once a person has agreed to a plan, what is not in it is refused, whatever the profile allows. */
export const outsidePlan = {
  name: 'outside-plan',
  docs: {
    refuses:
      'Under an approved plan (`require_plan`): writing of files, commands, hosts and MCP tools that the plan does not hold.',
    why: 'A person agreed to that plan. What the agent says of it later, or thinks better of, nobody has read.',
    refused: { call: 'Edit(src/sub.js)', profile: { proposal: approved } },
    allowed: { call: 'Edit(src/add.js)', profile: { proposal: approved } },
    change: 'Start the agent again, so that it proposes a plan that holds it.',
  },
  looksAt: 'tool',
  check(call, plan) {
    const { proposal } = plan;
    // What it may hand back and whom it may start was weighed before the start.
    if (proposal === undefined || isServedTool(call.tool)) return 'pass';
    switch (call.tool) {
      case 'Read':
      case 'Grep':
      case 'Glob':
      case 'Agent':
        return 'pass';
      case 'Edit':
      case 'Write':
        return judgePaths(call, plan, proposal);
      case 'Bash':
        return judgeBash(call, proposal);
      case 'WebFetch':
        return judgeHost(call, proposal);
      default:
        if (isMcpTool(call.tool) && proposal.tools.includes(call.tool)) return 'pass';
        return outside(`The tool ${call.tool}`, proposal.tools);
    }
  },
} satisfies Rule;

function judgePaths(call: ToolCall, plan: PolicyPlan, { paths }: Proposal): 'pass' | Objection {
  const named = spellingsOf(pathsOf(call, plan));
  const fits = (path: string) =>
    isInWorkspace(path) && paths.some((pattern) => fitsPath(pattern, path.slice(WORKSPACE.length + 1)));
  const found = named.length === 0 ? '' : named.find((path) => !fits(path));
  if (found === undefined) return 'pass';
  return outside(shownPath(found.slice(WORKSPACE.length + 1)), paths);
}

function judgeBash(call: ToolCall, { commands }: Proposal): 'pass' | Objection {
  const objection = judgeCommand(stringField(call.input, 'command') ?? '', { allow: commands, deny: [] });
  if (objection === 'pass') return 'pass';
  const { because } = outside('This command line', commands);
  return { because: `${because} ${objection.because}`, remedy: REMEDY };
}

function judgeHost(call: ToolCall, { hosts }: Proposal): 'pass' | Objection {
  const url = stringField(call.input, 'url') ?? '';
  const host = URL_HOST.exec(url)?.[1] ?? '';
  return isAllowedHost(host, readHostPatterns(hosts)) ? 'pass' : outside('This address', hosts);
}

const URL_HOST = /^https:\/\/([A-Za-z0-9.-]+)(?:[/?#]|$)/;

const REMEDY = 'Keep to the plan, and say in the answer what could not be done.';

function outside(what: string, held: readonly string[]): Objection {
  return {
    because: `${what} is not in the plan that was approved (${held.join(', ') || 'none'}).`,
    remedy: REMEDY,
  };
}
