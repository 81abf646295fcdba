import { workflowPlanText } from '../core/approval/workflow-plan.ts';
import { proposalIn } from '../core/output/hand-in.ts';
import type { Result } from '../core/output/result.ts';
import type { Outbound } from '../core/redact/gate.ts';
import { output } from '../edge/runner/step.ts';
import type { Desk } from './desk.ts';

/** Sets an output of the step, through the gate. */
export function setOutput(desk: Desk, name: string, value: string): void {
  output(name, desk.out(value, 'output', { field: name }));
}

/**
 * Sets the outputs of a step that ran an agent, but for the path of its report. `text`: the agent's answer, which passed
 * the gate; it is given out again as `structured` where it follows a schema, and not gated twice.
 */
export function setOutputs(result: Result, folder: string, text: Outbound, desk: Desk): void {
  for (const [name, value] of Object.entries(valuesOf(result))) setOutput(desk, name, value);
  output('text', text);
  if (result.structured) output('structured', text);
  else setOutput(desk, 'structured', '');
  setOutput(desk, 'artifact-path', folder);
}

/** What is unknown is empty: a zero would be taken for a count. */
function valuesOf(result: Result): Record<string, string> {
  const { cost_usd, tokens, calls } = result;
  return {
    outcome: result.outcome,
    'error-code': result.error_code ?? '',
    'cost-usd': cost_usd === null ? '' : String(cost_usd),
    'input-tokens': tokens === null ? '' : String(tokens.input),
    'output-tokens': tokens === null ? '' : String(tokens.output),
    'duration-ms': String(Math.round(result.duration_ms)),
    'tool-calls': String(calls.allowed),
    refusals: String(calls.refused),
    tainted: String(result.tainted !== undefined),
    'audit-digest': result.audit_head ?? '',
    plan: planOf(result),
    'job-id': result.job_id ?? '',
  };
}

/** For the job that carries it out. What the gate masks in it makes it another one, which that job refuses. */
function planOf({ outputs = [], plan_sha256: digest }: Result): string {
  const proposal = proposalIn(outputs);
  return proposal === null || digest === undefined ? '' : workflowPlanText({ proposal, sha256: digest });
}
