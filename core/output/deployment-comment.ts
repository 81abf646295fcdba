import type { DeploymentObjection, DeploymentVerdict } from '../approval/judge-deployment.ts';
import { shortDigest } from '../approval/plan.ts';
import { code, words, type Document } from '../redact/document.ts';

/** What the app says beside its answer to a deployment protection rule, to be gated. */
export function deploymentComment(verdict: DeploymentVerdict): Document {
  if (verdict.state === 'rejected') return objection(verdict.reason);
  const { jobId, by, digest } = verdict;
  if (digest === null) return words`The job ${code(jobId)} goes on; its plan needs nobody's approval.`;
  return words`The job ${code(jobId)} goes on; ${by ?? 'somebody'} approved its plan ${code(shortDigest(digest))}.`;
}

function objection(reason: DeploymentObjection): Document {
  switch (reason) {
    case 'not-ours':
      return words`This run was not started by a command to agent-dispatch. Write the command on an issue or a pull request.`;
    case 'run-again':
      return words`This is a run that was started once more, and a command is good for one run. Write the command again.`;
    case 'run-over':
      return words`This run is over. Write the command again.`;
    case 'job-over':
      return words`The job of this run is over: it was cancelled, or has ended. Write the command again.`;
    case 'not-approved':
      return words`Nobody approved the plan of this run's job. Write the command again and have another person approve it.`;
    case 'other-plan':
      return words`What was approved is not the plan of this run's job. Write the command again.`;
  }
}
