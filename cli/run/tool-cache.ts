import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageRoot, toolCache } from '../../lab/package-root.ts';

/** Where the pinned CLI is kept between runs: with us, or with the user where we lie in a folder that is not theirs. */
export function toolCacheHere(): string {
  const ours = existsSync(toolCache) ? toolCache : packageRoot;
  try {
    accessSync(ours, constants.W_OK);
    return toolCache;
  } catch {
    return join(homedir(), '.cache', 'agent-dispatch', 'tools');
  }
}
