import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** What the attacked step is made of, from the top of the sources. */
const MADE_OF = '{core,edge,action,lab/redteam}/**/*.ts';

/** The program of an attacked step: its modules, as source or as they were built. */
export const stepModule = new URL(
  `./step${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
);

/**
 * The same program as the one file that a build made of it: every run starts it, and it loads in half of the time.
 * Null where there was no build, or where a source has changed since: what is attacked is what is here.
 */
export function bundledStep(root: string = packageRoot): string | null {
  if (stepModule.href.endsWith('.js')) return existing(join(root, 'attacked-step.js'));
  const made = existing(join(root, 'build', 'attacked-step.js'));
  if (made === null) return null;
  const { mtimeMs } = statSync(made);
  const sources = globSync(MADE_OF, { cwd: root });
  return sources.every((path) => statSync(join(root, path)).mtimeMs <= mtimeMs) ? made : null;
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}
