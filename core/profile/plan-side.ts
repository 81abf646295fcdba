import type { Config } from '../config/config.ts';
import { isRefusal } from '../refusal.ts';
import { compile, plainFacts, type RunFacts } from './compile.ts';
import type { Operator } from './operator.ts';
import type { PlanSide } from './plan-diff.ts';
import { resolve } from './resolve.ts';

export type SideOptions = {
  /** What stands for a prompt file: its text, or anything else that differs when its text does. Null: it is not there. */
  prompt: (file: string) => string | null;
  facts?: Omit<RunFacts, 'trigger'>;
  operator?: Operator;
};

/** The plans of a configuration, by agent, as one side of a comparison. */
export function planSides(config: Config, options: SideOptions): PlanSide[] {
  const { prompt, facts = plainFacts, operator = {} } = options;
  return Object.keys(config.agents).flatMap((agent): PlanSide[] => {
    const plan = resolve(config, agent);
    if (isRefusal(plan)) return [];
    const starts = plan.triggers.map((trigger) => ({
      trigger,
      kind: compile(config, agent, { ...facts, trigger }, operator).kind,
    }));
    const { systemPrompt } = plan;
    const text = typeof systemPrompt === 'string' ? systemPrompt : prompt(systemPrompt.file);
    return [{ plan: { ...plan, systemPrompt: text ?? systemPrompt }, starts }];
  });
}

/** The files that hold the prompts of a configuration's agents, each once. */
export function promptFiles({ agents }: Config): string[] {
  const named = Object.values(agents).map((agent) => agent.system_prompt_file);
  return [...new Set(named.filter((file) => file !== undefined))];
}
