import type { Rule } from './rule.ts';
import { bashCommands } from './rules/bash-commands.ts';
import { fleetArguments } from './rules/fleet-arguments.ts';
import { grantedManifests } from './rules/granted-manifests.ts';
import { insideWorkspace } from './rules/inside-workspace.ts';
import { knownInput } from './rules/known-input.ts';
import { listedPaths } from './rules/listed-paths.ts';
import { listedTool } from './rules/listed-tool.ts';
import { mcpArguments } from './rules/mcp-arguments.ts';
import { oneName } from './rules/one-name.ts';
import { outputArguments } from './rules/output-arguments.ts';
import { plainBash } from './rules/plain-bash.ts';
import { policyKind } from './rules/policy-kind.ts';
import { protectedPaths } from './rules/protected-paths.ts';
import { subAgents } from './rules/sub-agents.ts';
import { untaintedTool } from './rules/untainted-tool.ts';
import { webHosts } from './rules/web-hosts.ts';

/** Every rule, in the order in which they are asked. The first objection is the one that is told. */
export const rules: readonly Rule[] = [
  listedTool,
  untaintedTool,
  knownInput,
  mcpArguments,
  outputArguments,
  fleetArguments,
  insideWorkspace,
  oneName,
  protectedPaths,
  grantedManifests,
  listedPaths,
  plainBash,
  bashCommands,
  webHosts,
  subAgents,
  // Last: what a person is asked to agree to is what nothing else objects to.
  policyKind,
];
