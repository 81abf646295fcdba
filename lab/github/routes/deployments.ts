import { noContent, unprocessable, type Answer } from '../answer.ts';
import { runOf, type RepositoryCall, type RepositoryRoute } from './route.ts';

/** Environments whose protection rule is the App's own. */
export const DEPLOYMENT_ROUTES: readonly RepositoryRoute[] = [
  {
    name: 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
    needs: ['deployments:write'],
    handle: review,
  },
];

type Body = { environment_name: string; state?: 'approved' | 'rejected'; comment?: string };

/** An answer is given once; a comment without one may come before it. */
function review(call: RepositoryCall): Answer {
  const run = runOf(call);
  const { environment_name: environment, state, comment } = call.body as Body;
  const asked = call.world.protectionRequests.findLast(
    (one) => one.run === run && one.environment === environment && one.state === 'pending',
  );
  if (!asked) throw unprocessable('No pending custom deployment rules to approve or reject.');
  if (comment !== undefined) asked.comments.push(comment);
  if (state !== undefined) {
    asked.state = state;
    asked.answer();
  }
  return noContent();
}
