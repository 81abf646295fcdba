import { canonicalJson } from '../audit/canonical.ts';
import { readProposal, proposalText, PROPOSAL_MAX_CHARACTERS, type Proposal } from './proposal.ts';

/**
 * A plan on its way from one job of a workflow to another, where people stand between the two. `sha256`: the digest of
 * the plan with all that it is bound to, as the run that proposed it counted it.
 */
export type WorkflowPlan = { proposal: Proposal; sha256: string };

/** The output `plan` of a step, and the input `approved-plan` of another. */
export function workflowPlanText({ proposal, sha256 }: WorkflowPlan): string {
  return canonicalJson({ proposal: proposalText(proposal), sha256 });
}

/** Reads what `workflowPlanText` wrote; null for any other text. */
export function readWorkflowPlan(text: string): WorkflowPlan | null {
  if (text.length > 2 * PROPOSAL_MAX_CHARACTERS + 200) return null;
  try {
    const { proposal: written, sha256 } = JSON.parse(text) as Record<string, unknown>;
    const proposal = typeof written === 'string' ? readProposal(written) : null;
    if (proposal === null || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null;
    return { proposal, sha256 };
  } catch {
    return null;
  }
}
