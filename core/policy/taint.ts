import { reachesHosts } from '../config/known-tools.ts';
import type { PolicyPlan } from './limits.ts';
import type { ToolCall } from './verdict.ts';

/** What a call that is made brings into the agent's sight that nobody here wrote, in words; null for nothing of it. */
export function taintOfCall({ tool }: Pick<ToolCall, 'tool'>, { egress = [] }: PolicyPlan): string | null {
  return reachesHosts([tool], egress) ? 'what hosts on the internet answered' : null;
}
