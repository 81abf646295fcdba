import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** One of the ready agents: its name, and its folder below `examples/`. */
export type ReadyAgent = { name: string; folder: string; config: string };

/** The ready agents that come with the package: every folder of `examples/`. */
export function readyAgents(): ReadyAgent[] {
  const top = join(packageRoot, 'examples');
  return readdirSync(top, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(top, name), config: join(top, name, 'dispatch.yml') }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
