import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configPath } from '../../core/config/path.ts';
import { readConfig } from '../../core/config/read.ts';
import { firewallFile, firewallPath, firewallPolicy } from '../../core/egress/firewall-file.ts';
import { firstConfig } from '../../core/init/first-config.ts';
import { stacksOf, type Stack } from '../../core/init/stacks.ts';
import { packageRoot } from '../../lab/package-root.ts';

/** How agents are to start: by comments, through the app, or as a step on pull requests. */
export type Way = 'comments' | 'step';

/** The workflow of each way: where it goes, and the shipped example that it is. */
export const WORKFLOWS: Readonly<Record<Way, { path: string; example: string }>> = {
  comments: { path: '.github/workflows/dispatch.yml', example: 'workflows/dispatch.yml' },
  step: { path: '.github/workflows/dispatch-review.yml', example: 'workflows/step.yml' },
};

/** A file and what is to be in it. `path` from the top of the repository. */
export type WantedFile = { path: string; text: string };

/** What the repository whose top is `top` is made with. */
export function stacksIn(top: string): Stack[] {
  const names = readdirSync(top);
  return stacksOf({ names, read: (name) => (names.includes(name) ? textAt(join(top, name)) : null) });
}

/** The shipped workflow of a way. */
export function workflowFile(way: Way): WantedFile {
  return { path: WORKFLOWS[way].path, text: exampleText(WORKFLOWS[way].example) };
}

/** The first configuration of a repository. */
export function configFile(test: string | null): WantedFile {
  return { path: configPath, text: firstConfig(exampleText('dispatch.yml'), test) };
}

/** The policy of GitHub's firewall that fits a configuration; null when that cannot be read. */
export function firewallWanted(config: string): WantedFile | null {
  const read = readConfig(config, configPath);
  if ('problems' in read) return null;
  return { path: firewallPath, text: firewallFile(firewallPolicy(read.config, null)) };
}

function exampleText(name: string): string {
  return readFileSync(join(packageRoot, 'docs', 'examples', name), 'utf8');
}

/** Larger files tell nothing that is looked for. */
const LARGEST = 1_000_000;

/** The text of a file; null where there is none that can be read. */
export function textAt(path: string): string | null {
  try {
    const { size } = statSync(path);
    return existsSync(path) && size <= LARGEST ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}
