import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pinnedCli } from '../../edge/claude/pinned-cli.ts';
import { shelfOf, thisPlatform } from '../../edge/claude/shelf.ts';
import { packageRoot, toolCache } from '../../lab/package-root.ts';

/**
 * Where the pinned CLI is kept between runs: with us, where it is already or may be put, else with the user: we may lie
 * in a folder that is not theirs. Its bytes are compared wherever it is.
 */
export function toolCacheHere(): string {
  const { folder, binary } = shelfOf(toolCache, pinnedCli().version, thisPlatform());
  if (existsSync(join(folder, binary))) return toolCache;
  try {
    accessSync(existsSync(toolCache) ? toolCache : packageRoot, constants.W_OK);
    return toolCache;
  } catch {
    return join(homedir(), '.cache', 'agent-dispatch', 'tools');
  }
}
