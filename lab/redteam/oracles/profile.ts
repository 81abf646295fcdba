import { readConfig } from '../../../core/config/read.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { allOf, type Observed } from '../observed.ts';
import { agentOf, configOf } from '../presets.ts';

/** A plan that is not the one of the default branch's configuration. */
export function profile(seen: Observed): string[] {
  const { scenario } = seen;
  const started = allOf(seen, 'launched').map(({ plan }) => plan);
  const read = readConfig(scenario.config ?? configOf(scenario.profile), 'dispatch.yml');
  const written = 'config' in read ? resolve(read.config, agentOf(scenario)) : null;
  return [...new Set(started.flatMap((plan) => differences(plan, written)))];
}

function differences(started: Plan, written: ReturnType<typeof resolve> | null): string[] {
  if (written === null || isRefusal(written)) return ['the agent was started although no profile allows it'];
  // What is left of the tools after strangers' text is the compiler's to say.
  const keys = (Object.keys(written) as (keyof Plan)[]).filter((key) => key !== 'taintedTools');
  return keys
    .filter((key) => JSON.stringify(started[key]) !== JSON.stringify(written[key]))
    .map((key) => `the plan's ${key} is ${JSON.stringify(started[key])?.slice(0, 100)}`);
}
