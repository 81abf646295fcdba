import { readFileSync } from 'node:fs';
import { findingLine } from '../../core/check/check-text.ts';
import { nearest } from '../../core/config/nearest.ts';
import { targetsOf, type Target } from '../../lab/redteam/agents/target.ts';

/** The agents to attack and what is to be said of them; or what is wrong, in lines, and the exit code that says so. */
export type ReadTargets = { targets: Target[]; lines: string[] } | { lines: string[]; code: number };

/** Reads the configurations, whose other files are those of the folder that the command runs in. */
export function readTargets(configs: readonly string[], agents: readonly string[]): ReadTargets {
  const all: Target[] = [];
  const lines: string[] = [];
  for (const file of configs) {
    const text = textOf(file);
    if (text === null)
      return { lines: [`There is no ${file} here. Name the configuration with --config.`], code: 1 };
    const read = targetsOf(text, file, textOf);
    lines.push(...read.findings.map(findingLine));
    if (read.targets === null) return { lines: [...lines, UNFIT], code: 1 };
    all.push(...read.targets);
  }
  const names = all.map(({ agent }) => agent);
  const missing = agents.find((agent) => !names.includes(agent));
  if (missing === undefined)
    return { targets: agents.length === 0 ? all : all.filter(({ agent }) => agents.includes(agent)), lines };
  const near = nearest(missing, names);
  const hint = near === undefined ? `there are ${names.join(', ')}` : `did you mean '${near}'?`;
  return { lines: [`dispatch redteam: there is no agent '${missing}': ${hint}`], code: 2 };
}

const UNFIT =
  'Nothing was attacked: no run starts with this configuration. Mend it; dispatch check tells the same.';

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
