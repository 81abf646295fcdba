import { cagePaths } from './cage-paths.ts';
import { hasServers } from './mcp-config.ts';
import { builtInTools, type LaunchPlan } from './launch-plan.ts';

/**
 * The CLI's arguments: a constant template in which only values of the checked configuration vary.
 * The task is never among them; it goes over stdin, where nothing is parsed as a flag.
 */
export function launchArgv(plan: LaunchPlan): string[] {
  return [
    '-p',
    '--input-format=stream-json',
    '--output-format=stream-json',
    '--verbose',
    '--restricted',
    '--setting-sources=',
    '--strict-mcp-config',
    ...(hasServers(plan) ? [`--mcp-config=${cagePaths.mcpConfig}`] : []),
    '--disable-slash-commands',
    '--no-session-persistence',
    `--settings=${cagePaths.settings}`,
    `--system-prompt-file=${cagePaths.systemPrompt}`,
    `--model=${plan.model}`,
    `--tools=${builtInTools(plan).join(',')}`,
    `--permission-mode=${plan.permissionMode}`,
    '--permission-prompt-tool=stdio',
    `--max-turns=${plan.maxTurns}`,
    `--max-budget-usd=${plan.budgetUsd}`,
  ];
}
