import type { InitEvent } from '../events/run-event.ts';
import { OUTPUT_SERVER } from '../output/planned.ts';
import { effectiveTools, type LaunchPlan } from './launch-plan.ts';
import { ownTools } from './own-tools.ts';

/**
 * Compares what the CLI says it started with against the plan. Returns what differs, one phrase each;
 * an empty list means that the CLI runs as planned.
 */
export function checkInit(init: InitEvent, plan: LaunchPlan, version: string): string[] {
  const differences: string[] = [];
  const planned = effectiveTools(plan).map(nameAtStart).toSorted().join(', ');
  const started = [...init.tools].toSorted().join(', ');
  if (planned !== started) differences.push(`tools ${started || 'none'} instead of ${planned || 'none'}`);
  if (init.model !== plan.model) differences.push(`model ${init.model} instead of ${plan.model}`);
  if (init.version !== version) differences.push(`version ${init.version} instead of ${version}`);
  const mode = plan.permissionMode === 'manual' ? 'default' : plan.permissionMode;
  if (init.permissionMode !== mode)
    differences.push(`permission mode ${init.permissionMode} instead of ${mode}`);
  const ours = ownTools(plan).length > 0 ? [OUTPUT_SERVER] : [];
  const servers = [...(plan.mcpServers ?? []).map(({ name }) => name), ...ours]
    .map((name) => `${name} (connected)`)
    .toSorted()
    .join(', ');
  const running = init.mcpServers.toSorted().join(', ');
  if (servers !== running)
    differences.push(`MCP servers ${running || 'none'} instead of ${servers || 'none'}`);
  if (init.skills > 0) differences.push(`${init.skills} skills`);
  if (init.slashCommands > 0) differences.push(`${init.slashCommands} slash commands`);
  if (init.additionalDirectories > 0)
    differences.push(`${init.additionalDirectories} additional directories`);
  if (init.memory) differences.push('memory files');
  return differences;
}

/** The CLI calls this tool by its older name when it says what it started with, and nowhere else. */
function nameAtStart(tool: string): string {
  return tool === 'Agent' ? 'Task' : tool;
}
