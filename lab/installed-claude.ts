import { join } from 'node:path';
import { installClaude, type InstalledClaude } from '../edge/claude/install.ts';
import { packageRoot, toolCache } from './package-root.ts';

/** The pinned CLI, installed by the npm that belongs to the Node that runs us. */
export function installedClaude(): Promise<InstalledClaude> {
  const path = process.execPath.replace(/\/node$/, ':/usr/local/bin:/usr/bin:/bin');
  return installClaude({ toolCache, pinFolder: join(packageRoot, 'edge/claude/cli'), path });
}
