import { chooseCanary } from '../launch/canary.ts';
import { servedOutputs } from '../output/planned.ts';
import type { Plan } from './plan.ts';

/** What reads the copy of the repository and nothing else. */
const READING: readonly string[] = ['Read', 'Grep', 'Glob'];

/**
 * Why the answers of an agent are not kept for the same task; null when they may be. What an answer rests on has to be
 * named by the key that it is kept under, and it must be all that is left of its run.
 */
export function whyNotCacheable(plan: Plan): string | null {
  const other = plan.tools.find((tool) => !READING.includes(tool));
  if (other !== undefined) return `its tool ${other} does more than read the repository`;
  // With Read alone it depends on the files whether a call is tried before the task.
  if (plan.tools.length > 0 && chooseCanary(plan, '', null) === null)
    return 'without Grep or Glob no call is sure to be tried before its task';
  const part = (['thread', 'diff', 'failures'] as const).find((name) => plan.context[name] !== null);
  if (part !== undefined) return `its context \`${part}\` changes while the commit stays`;
  const [output] = servedOutputs(plan.outputs);
  if (output !== undefined) return `it hands back \`${output.kind}\` beside its answer`;
  if (plan.mayDispatch.length > 0) return 'it starts workers, whose answers its own rests on';
  if (plan.policy === 'require_approval') return 'its calls wait for a person';
  return plan.egress.length > 0 || plan.env.length > 0 ? 'it has `egress` or `env`' : null;
}
