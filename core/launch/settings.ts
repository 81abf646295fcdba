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
 * The CLI's settings. `ask: ["*"]` brings every call to our process as a question. The sandbox entry
 * also matters without Bash: with it, settings that the CLI cannot read end the run instead of being
 * dropped in silence. `autoAllowBashIfSandboxed` must stay false or sandboxed Bash is never asked about.
 */
export function launchSettings(plan: LaunchPlan) {
  const hasBash = effectiveTools(plan).includes('Bash');
  return {
    permissions: {
      ask: ['*'],
      deny: hasBash ? [] : FILE_TOOL_DENIALS,
      blockReadsOutsideWorkingDirectories: true,
      blockWritesOutsideWorkingDirectories: true,
      disableBypassPermissionsMode: 'disable',
      disableAutoMode: 'disable',
    },
    sandbox: {
      enabled: true,
      failIfUnavailable: true,
      allowUnsandboxedCommands: false,
      autoAllowBashIfSandboxed: false,
      network: sandboxNetwork(plan.egress),
      filesystem: { denyRead: [cagePaths.socketFolder] },
    },
  };
}
