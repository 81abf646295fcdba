/**
 * Something in a workflow or action file that GitHub would refuse, or that this stand-in does not do.
 * The message names the place and says what is wrong; it ends the step, the job or the run it is in.
 */
export class WorkflowProblem extends Error {
  override readonly name = 'WorkflowProblem';
}

/** A problem of ours, not of the file's: better an error here than a run that differs from GitHub's. */
export function unsupported(what: string, where: string): WorkflowProblem {
  return new WorkflowProblem(`${where}: the stand-in does not support ${what}`);
}
