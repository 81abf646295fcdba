import { configPath } from '../../core/config/path.ts';
import { readConfig } from '../../core/config/read.ts';
import { resolve } from '../../core/profile/resolve.ts';
import { isRefusal } from '../../core/refusal.ts';

/** As what an agent runs here: as a step of a workflow where its profile allows that, else as after a comment. */
export function startedBy(config: string, agent: string): 'workflow' | 'comment' {
  const read = readConfig(config, configPath);
  // What is wrong is the step's to say.
  const plan = 'problems' in read ? null : resolve(read.config, agent);
  if (plan === null || isRefusal(plan) || plan.triggers.includes('workflow')) return 'workflow';
  return plan.triggers.includes('comment') ? 'comment' : 'workflow';
}
