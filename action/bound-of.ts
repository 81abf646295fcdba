import type { Bound } from '../core/approval/plan.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { checkCheckout } from './check-checkout.ts';
import type { Machine } from './machine.ts';

/**
 * What the plan of an agent in a workflow is bound to: this run of it, the task, the configuration with the agent's
 * prompt, and the commit. Null with a ticket, which says it itself, and for an agent that proposes none.
 */
export async function boundOf(
  authority: Authority,
  { requirePlan }: Plan,
  machine: Machine,
  { configBlob, systemPrompt }: { configBlob: string; systemPrompt: string },
): Promise<Bound | null> {
  if (authority.kind === 'ticket' || requirePlan !== true) return null;
  const checkout = await checkCheckout(authority, machine);
  return {
    jobId: `run-${machine.run.id}`,
    taskSha256: sha256(authority.task),
    configBlob,
    // The default branch moves while people read; what counts of its commit is the prompt.
    configCommit: sha256(systemPrompt),
    headSha: isRefusal(checkout) ? '' : (checkout.headSha ?? ''),
    fromJob: authority.fromPath === undefined ? null : 'an earlier run',
  };
}
