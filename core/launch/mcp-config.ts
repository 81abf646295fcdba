import { cagePaths } from './cage-paths.ts';
import { egressAddress } from './inside.ts';
import type { LaunchPlan } from './launch-plan.ts';

/** Whether the CLI is told of servers at all. */
export function hasServers({ mcpServers = [] }: Pick<LaunchPlan, 'mcpServers'>): boolean {
  return mcpServers.length > 0;
}

/**
 * The file that names the servers to the CLI. Each is started with an environment of its own, without the token
 * of the broker that the CLI holds; that keeps it out of a server's logs, not out of its reach.
 */
export function mcpConfig({ mcpServers = [], egress }: Pick<LaunchPlan, 'mcpServers' | 'egress'>) {
  const environment = {
    HOME: cagePaths.home,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TMPDIR: '/tmp',
    ...(egress.length > 0 ? egressAddress : {}),
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return {
    mcpServers: Object.fromEntries(
      mcpServers.map(({ name, command }) => [
        name,
        { command: '/usr/bin/env', args: ['-i', ...variables, ...command] },
      ]),
    ),
  };
}
