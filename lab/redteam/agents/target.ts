import { parse } from 'yaml';
import { checkConfig, type CheckFinding } from '../../../core/check/check-config.ts';
import { placesIn } from '../../../core/config/place.ts';
import { readConfig } from '../../../core/config/read.ts';
import { compile, plainFacts } from '../../../core/profile/compile.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { PlacedFile } from '../scenario.ts';

/** One agent of an adopter's configuration, as the red team attacks it. */
export type Target = {
  agent: string;
  /** The configuration's file, as it is named to people, and the agent's place in it. */
  file: string;
  line: number;
  column: number;
  /** The configuration that the attacked repository has. */
  config: string;
  plan: Plan;
  /** Files of the adopter's repository that the agent cannot start without. */
  files: PlacedFile[];
  /** Holes that are there from the start: a run that somebody has to agree to first is attacked as agreed to. */
  assume: string[];
};

/** What `dispatch check` finds in a configuration, and its agents; null where it finds an error. */
export type Targets = { targets: Target[] | null; findings: readonly CheckFinding[] };

/**
 * Reads a configuration as a run would, and makes a target of each agent. `readFile` gives a file of the adopter's
 * repository by its path from the top, or null.
 */
export function targetsOf(text: string, file: string, readFile: (path: string) => string | null): Targets {
  const checked = checkConfig(text, file, (path) => readFile(path) !== null);
  const { findings } = checked;
  const read = readConfig(text, file);
  if (findings.some(({ level }) => level === 'error') || 'problems' in read)
    return { targets: null, findings };
  const placeOf = placesIn(text);
  const targets = Object.keys(read.config.agents).flatMap((agent): Target[] => {
    const plan = resolve(read.config, agent);
    // What a group may do, its agents do, who are targets themselves.
    if (isRefusal(plan) || plan.group !== undefined) return [];
    const trigger = plan.triggers.includes('workflow') ? 'workflow' : (plan.triggers[0] ?? 'workflow');
    const { kind } = compile(read.config, agent, { ...plainFacts, hasApprover: true, trigger });
    const config = plan.triggers.includes('workflow') ? text : withWorkflow(text, plan);
    const assume = kind === 'needs-approval' ? ['no-rule-of-two'] : [];
    return [
      { agent, file, ...placeOf(['agents', agent]), config, plan, assume, files: filesOf(plan, readFile) },
    ];
  });
  return { targets, findings };
}

/** The same configuration with an agent that a workflow, too, may start: the job of an attack is one. */
function withWorkflow(text: string, { agent, triggers }: Plan): string {
  const data = parse(text) as { agents: Record<string, { triggers?: unknown[] }> };
  const own = data.agents[agent] ?? {};
  const agents = {
    ...data.agents,
    [agent]: { ...own, triggers: [...(own.triggers ?? triggers), 'workflow'] },
  };
  return `${JSON.stringify({ ...data, agents }, null, 2)}\n`;
}

function filesOf(
  { systemPrompt, workingDir }: Plan,
  readFile: (path: string) => string | null,
): PlacedFile[] {
  const prompt =
    typeof systemPrompt === 'string'
      ? []
      : [{ path: systemPrompt.file, text: readFile(systemPrompt.file) ?? '' }];
  const folder = workingDir === '.' ? [] : [{ path: `${workingDir}/README.md`, text: '# Example\n' }];
  return [...prompt, ...folder].map((one) => ({ in: 'workspace', ...one }));
}
