import { isServedTool } from '../launch/own-tools.ts';
import type { PolicyJudge } from './approved-call.ts';
import { judge } from './judge.ts';
import type { PolicyPlan } from './limits.ts';

/**
 * The judge of a worker: a call is made when its own profile allows it, and when those of all above it would allow them
 * the same. Paths are read from where the worker starts.
 */
export function withinLeads(leads: readonly PolicyPlan[]): PolicyJudge {
  return (call, plan, taint) => {
    const own = judge(call, plan, taint);
    if (!own.allow || isServedTool(call.tool)) return own;
    for (const lead of leads) {
      const { workingDir = '.' } = plan;
      const verdict = judge(call, { ...lead, workingDir }, taint);
      if (!verdict.allow)
        return { ...verdict, because: `Its lead may not do this either. ${verdict.because}` };
    }
    return own;
  };
}
