/** The operations of GitHub's REST API that the stand-in serves, as `METHOD /path` of the description. */
export const OPERATIONS = [
  'GET /app',
  'GET /app/hook/deliveries',
  'GET /app/hook/deliveries/{delivery_id}',
  'POST /app/hook/deliveries/{delivery_id}/attempts',
  'POST /app-manifests/{code}/conversions',
  'GET /app/installations',
  'GET /app/installations/{installation_id}',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
  'GET /repos/{owner}/{repo}/actions/runs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel',
  'GET /repos/{owner}/{repo}/actions/workflows',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
  'GET /repos/{owner}/{repo}/branches/{branch}',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  'GET /repos/{owner}/{repo}/commits/{ref}',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'GET /repos/{owner}/{repo}/installation',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
] as const;

/** One served operation, for example `GET /repos/{owner}/{repo}`. */
export type OperationName = (typeof OPERATIONS)[number];

/** The webhooks that the stand-in sends: `event.action` or `event`, with the description's name for each. */
export const WEBHOOKS = {
  'installation.created': 'installation-created',
  'installation.deleted': 'installation-deleted',
  'installation_repositories.added': 'installation-repositories-added',
  'issue_comment.created': 'issue-comment-created',
  'issue_comment.deleted': 'issue-comment-deleted',
  'issue_comment.edited': 'issue-comment-edited',
  'pull_request.closed': 'pull-request-closed',
  'pull_request.edited': 'pull-request-edited',
  'pull_request.opened': 'pull-request-opened',
  'pull_request.reopened': 'pull-request-reopened',
  'pull_request.synchronize': 'pull-request-synchronize',
  workflow_dispatch: 'workflow-dispatch',
  'workflow_run.completed': 'workflow-run-completed',
  'workflow_run.in_progress': 'workflow-run-in-progress',
  'workflow_run.requested': 'workflow-run-requested',
} as const;

/** One webhook that the stand-in sends, for example `issue_comment.created`. */
export type WebhookName = keyof typeof WEBHOOKS;
