import { Fault } from '../../core/fault.ts';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { call, statusOf } from './call.ts';
import { paceOf, type News } from './news.ts';
import type { RepositoryName, Request } from './request.ts';

/**
 * Everything this project ever writes to GitHub. Texts are `Outbound`: only the gate makes them.
 * Calls that create something are sent once: a repeated POST whose first answer was lost would create
 * it twice, and only the caller knows how to look for the first one.
 */
const ONCE = { request: { retries: 0 } };

/** Writes a comment below an issue or pull request. */
export async function createComment(
  request: Request,
  repository: RepositoryName,
  issueNumber: number,
  text: Outbound,
): Promise<{ id: number; url: string }> {
  const { data } = await call(
    request,
    `write a comment on #${issueNumber}`,
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { ...repository, issue_number: issueNumber, body: reveal(text), ...ONCE },
  );
  return { id: Number(data.id), url: String(data.html_url) };
}

/** Replaces the text of a comment. Safe to repeat. */
export async function editComment(
  request: Request,
  repository: RepositoryName,
  commentId: number,
  text: Outbound,
  news: News = {},
): Promise<void> {
  await call(
    request,
    `edit the comment ${commentId}`,
    'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    { ...repository, comment_id: commentId, body: reveal(text), request: paceOf(news) },
  );
}

/** The reactions we use: heard, not possible, done. */
export type Reaction = 'eyes' | 'confused' | 'rocket';

/** Adds a reaction to a comment. GitHub keeps one of each kind per user, so repeating it is harmless. */
export async function react(
  request: Request,
  repository: RepositoryName,
  commentId: number,
  content: Reaction,
): Promise<void> {
  await call(
    request,
    `react to the comment ${commentId}`,
    'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    { ...repository, comment_id: commentId, content, ...ONCE },
  );
}

/** Adds labels to an issue or pull request. Those that it has stay as they are, so repeating it is harmless. */
export async function addLabels(
  request: Request,
  repository: RepositoryName,
  issueNumber: number,
  labels: readonly Outbound[],
): Promise<void> {
  await call(request, `label #${issueNumber}`, 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    ...repository,
    issue_number: issueNumber,
    labels: labels.map(reveal),
  });
}

/** Asks GitHub to end a run. False when the run had ended already. Safe to repeat. */
export async function cancelRun(
  request: Request,
  repository: RepositoryName,
  runId: number,
): Promise<boolean> {
  const cancel = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel';
  try {
    await call(request, `cancel the run ${runId}`, cancel, { ...repository, run_id: runId });
    return true;
  } catch (error) {
    if (statusOf(error) === 409) return false;
    throw error;
  }
}

/** Asks GitHub to send a delivery once more, under the GUID that it has. Needs the App's own token. */
export async function redeliver(request: Request, deliveryId: number): Promise<void> {
  await call(
    request,
    `ask for the delivery ${deliveryId} again`,
    'POST /app/hook/deliveries/{delivery_id}/attempts',
    { delivery_id: deliveryId, ...ONCE },
  );
}

export type Dispatch = {
  /** File name below `.github/workflows`. */
  workflow: string;
  /** The default branch: where the workflow file is trusted. */
  ref: string;
  inputs: { ticket: string; head: string };
};

/** Starts the workflow and returns the run that GitHub made for it. */
export async function dispatchWorkflow(
  request: Request,
  repository: RepositoryName,
  dispatch: Dispatch,
): Promise<{ runId: number; url: string }> {
  const { data } = await call(
    request,
    `start the workflow ${dispatch.workflow}`,
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    {
      ...repository,
      workflow_id: dispatch.workflow,
      ref: dispatch.ref,
      inputs: dispatch.inputs,
      return_run_details: true,
      ...ONCE,
    },
  );
  if (!Number.isSafeInteger(data?.workflow_run_id)) {
    throw new Fault(
      'github-refused',
      `GitHub started the workflow ${dispatch.workflow} but did not say which run it is.`,
      'This needs github.com, or a GitHub Enterprise Server that knows `return_run_details` (after 3.20).',
    );
  }
  return { runId: data.workflow_run_id as number, url: String(data.html_url) };
}
