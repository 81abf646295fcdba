import { unsupported, WorkflowProblem } from './workflow-problem.ts';

/** Refuses inputs that a built-in action would have to ignore. Throws `WorkflowProblem` naming the input. */
export function onlyInputs(action: string, inputs: Map<string, string>, supported: readonly string[]): void {
  for (const name of inputs.keys()) {
    if (!supported.includes(name)) throw unsupported(`the input '${name}'`, action);
  }
}

/** A yes-or-no input as @actions/core reads it. */
export function flag(inputs: Map<string, string>, name: string, otherwise: boolean): boolean {
  const text = inputs.get(name)?.trim() ?? '';
  if (text === '') return otherwise;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new WorkflowProblem(`the input '${name}' must be true or false, not '${text}'`);
}
