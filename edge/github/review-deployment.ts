import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { call } from './call.ts';
import type { RepositoryName, Request } from './request.ts';

/** The App's answer to its own deployment protection rule. */
export type DeploymentReview = {
  runId: number;
  /** The environment, as GitHub names it. */
  environment: string;
  state: 'approved' | 'rejected';
  comment: Outbound;
};

/** Lets a run that waits at an environment go on, or not. Safe to repeat: what does not wait any more stays as it is. */
export async function reviewDeployment(
  request: Request,
  repository: RepositoryName,
  review: DeploymentReview,
): Promise<void> {
  await call(
    request,
    `answer for the run ${review.runId} at its environment`,
    'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
    {
      ...repository,
      run_id: review.runId,
      environment_name: review.environment,
      state: review.state,
      comment: reveal(review.comment),
    },
  );
}
