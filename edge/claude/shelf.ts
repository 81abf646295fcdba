import { join } from 'node:path';

/** Where one version of the CLI lies in a tool cache: its folder, and its binary in there. */
export function shelfOf(toolCache: string, version: string, platform: string) {
  const shelf = join(toolCache, 'agent-dispatch', 'claude');
  return { shelf, folder: join(shelf, `${version}-${platform}`), binary: binaryOf(platform) };
}

/** The binary's path below the folder of an installation. */
function binaryOf(platform: string): string {
  return join('node_modules', '@anthropic-ai', `claude-code-${platform}`, 'claude');
}

/** The platform of this machine, such as `linux-x64`. */
export function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}
