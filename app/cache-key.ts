import { canonicalJson, type Json } from '../core/audit/canonical.ts';
import type { Facts } from '../core/authority/decide.ts';
import { whyNotCacheable } from '../core/profile/cacheable.ts';
import type { Operator } from '../core/profile/operator.ts';
import type { Plan } from '../core/profile/plan.ts';
import { pinnedCli } from '../edge/claude/pinned-cli.ts';
import { sha256 } from '../edge/keys/digest.ts';

/**
 * The name of everything that an agent's answer rests on; null where its profile does not let answers be kept, or where
 * something of it is not pinned. The default branch's commit is in it, not only the configuration's blob: the prompt may
 * be a file beside it, and the workflow decides which action runs.
 */
export function cacheKeyOf(
  operator: Operator,
  { hearing, agent, task, limits, frozen }: Facts,
  plan: Plan,
  fromJob: string | null,
): string | null {
  if (plan.cacheHours === null || fromJob !== null || frozen.forkHead) return null;
  if (whyNotCacheable(plan) !== null) return null;
  const { headSha, configBlob, configCommit, private: isPrivate } = frozen;
  return sha256(
    canonicalJson([
      'agent-dispatch/cache/v1',
      hearing.repository.id,
      agent.name,
      headSha,
      configBlob,
      configCommit,
      isPrivate,
      task.toWellFormed(),
      { ...limits },
      JSON.parse(JSON.stringify(operator)) as Json,
      pinnedCli().digest,
    ]),
  );
}
