import { effectiveTools } from '../core/launch/launch-plan.ts';
import { mcpConfig } from '../core/launch/mcp-config.ts';
import type { CageContents } from '../edge/cage/cage.ts';
import type { RunFolder } from '../edge/files/run-folder.ts';
import type { CagedJob, Layers } from './caged-job.ts';

/** In words, so that two that are alike in all that matters are the same words. */
export type LaunchShape = {
  /** The cage, whatever runs in it, and the names of the variables that it is given. */
  cage: string;
  /** The CLI in it, with its arguments, settings and servers. */
  cli: string;
};

/**
 * What is shown of one agent's start is shown of every start of this shape: the same cage, and in it the same program,
 * arguments, settings and variables. The folders' names, the token and the money of an agent are left out.
 */
export function launchShape(
  { plan, identity, claude }: CagedJob,
  folder: Pick<RunFolder, 'root' | 'sockets'>,
  contents: CageContents,
  environment: Record<string, string>,
  use: Pick<Layers, 'cageCommand' | 'launchArgv' | 'launchSettings'>,
): LaunchShape {
  const command = use.cageCommand({ ...contents, workspace: 'WORKSPACE', workingDir: '.' }, {}, [], identity);
  const cage = JSON.stringify([command, Object.keys(environment)])
    .replaceAll(folder.sockets, 'SOCKETS')
    .replaceAll(folder.root, 'FOLDER');
  const variables = Object.entries(environment).filter(([name]) => !OWN.has(name));
  const free = { ...plan, budgetUsd: 0 };
  const given = [use.launchArgv(free), use.launchSettings(free), mcpConfig(free), effectiveTools(plan)];
  return {
    cage,
    cli: JSON.stringify([cage, contents.workingDir, variables, claude.version, ...given]),
  };
}

/** Each agent has its own, and none of them changes what the CLI asks about. */
const OWN = new Set(['ANTHROPIC_API_KEY', 'CLAUDE_CODE_MAX_OUTPUT_TOKENS']);
