import { isMcpTool } from '../config/mcp-servers.ts';
import { cagePaths } from './cage-paths.ts';
import { sandboxNetwork } from './inside.ts';
import { effectiveTools, type LaunchPlan } from './launch-plan.ts';

/** Second net for the file tools. Bash profiles go without: the CLI would match these against command text. */
const FILE_TOOL_DENIALS = [
  'Read(.git/**)',
  'Read(**/.env)',
  'Read(**/.env.*)',
  'Read(//proc/**)',
  'Read(//sys/**)',
  'Read(//run/**)',
];

/**
 * The CLI's settings. `ask: ["*"]` brings every call to our process as a question; the start-up check
 * (`core/launch/canary.ts`) shows that it is in force. The CLI's own sandbox is for commands, so it is asked for
 * where there is Bash: it costs the CLI as much time at the start as everything else it does there.
 * `autoAllowBashIfSandboxed` must stay false or sandboxed Bash is never asked about.
 */
export function launchSettings(plan: LaunchPlan) {
  const hasBash = effectiveTools(plan).includes('Bash');
  return {
    permissions: {
      ask: ['*'],
      deny: [...(hasBash ? [] : FILE_TOOL_DENIALS), ...plan.disallowedTools.filter(isMcpTool)],
      blockReadsOutsideWorkingDirectories: true,
      blockWritesOutsideWorkingDirectories: true,
      disableBypassPermissionsMode: 'disable',
      disableAutoMode: 'disable',
    },
    // It would ask a host of the vendor's about each name that is fetched from.
    ...(effectiveTools(plan).includes('WebFetch') ? { skipWebFetchPreflight: true } : {}),
    ...(hasBash ? { sandbox: sandboxOf(plan) } : {}),
  };
}

function sandboxOf({ egress }: LaunchPlan) {
  return {
    enabled: true,
    failIfUnavailable: true,
    allowUnsandboxedCommands: false,
    autoAllowBashIfSandboxed: false,
    network: sandboxNetwork(egress),
    filesystem: { denyRead: [cagePaths.socketFolder] },
  };
}
