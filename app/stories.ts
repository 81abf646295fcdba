import type { Probot } from 'probot';
import { runFacts } from '../edge/github/read.ts';
import type { Delivery } from '../edge/store/inbox.ts';
import { readCommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { readCheckEvent } from './check-event.ts';
import { onCheck } from './on-check.ts';
import { readDeploymentEvent } from './deployment-event.ts';
import { onComment } from './on-comment.ts';
import { onDeployment } from './on-deployment.ts';
import { onEdit } from './on-edit.ts';
import { onPullNews } from './on-pull-news.ts';
import { onRun } from './on-run.ts';
import { onUninstall } from './on-uninstall.ts';
import { putOff } from './put-off.ts';
import { readPullEvent } from './pull-event.ts';
import { isStoreAway } from './store-away.ts';

/** Says which event is whose story. Each story ends by noting its outcome with the delivery. */
export function listenTo(probot: Probot, desk: Desk): void {
  const { inbox } = desk.store;
  probot.on('issue_comment.created', async ({ id, payload }) => {
    const event = readCommentEvent(id, payload);
    await inbox.done(id, event ? await onComment(event, desk) : 'no-installation');
  });
  probot.on(['issue_comment.edited', 'issue_comment.deleted'], async ({ id, payload }) => {
    const event = readCommentEvent(id, payload);
    await inbox.done(id, event ? await onEdit(event, desk) : 'no-installation');
  });
  probot.on(['check_run.rerequested', 'check_run.requested_action'], async ({ id, payload }) => {
    const event = readCheckEvent(id, payload);
    await inbox.done(id, event ? await onCheck(event, desk) : 'no-installation');
  });
  probot.on(['workflow_run.in_progress', 'workflow_run.completed'], async ({ id, payload }) => {
    const { repository, installation } = payload;
    if (!installation) return inbox.done(id, 'no-installation');
    const event = {
      installationId: installation.id,
      action: payload.action,
      run: runFacts(payload.workflow_run, repository.id),
      made: {
        at: Date.parse(payload.workflow_run.created_at),
        byBot: payload.workflow_run.actor?.type === 'Bot',
      },
      name: { owner: repository.owner.login, repo: repository.name },
    };
    await inbox.done(id, await onRun(event, desk));
  });
  probot.on('deployment_protection_rule.requested', async ({ id, payload }) => {
    const event = readDeploymentEvent(payload);
    await inbox.done(id, event ? await onDeployment(event, desk) : 'not-ours');
  });
  probot.on('installation.deleted', async ({ id, payload }) => {
    await inbox.done(id, await onUninstall(payload.installation.id, desk));
  });
  probot.on('pull_request', async ({ id, payload }) => {
    const event = readPullEvent(id, payload);
    await inbox.done(id, event ? await onPullNews(event, desk) : 'no-installation');
  });
}

/**
 * Works on one kept delivery. One whose story failed for want of GitHub is put off; any other stays failed, and a
 * redelivery may try again. Rejects when the store
 * does not answer, and then the delivery still waits.
 */
export async function workOn(guid: string, probot: Probot, desk: Desk): Promise<void> {
  const delivery = await desk.store.inbox.waiting(guid);
  if (!delivery) return;
  try {
    await probot.receive(eventOf(delivery));
  } catch (error) {
    const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    const first = causes[0];
    if (isStoreAway(first)) throw first;
    if (await putOff(delivery, first, desk)) return;
    desk.log(`delivery ${guid} failed: ${first instanceof Error ? first.message : 'unknown'}`);
    await desk.store.inbox.failed(guid, 'failed');
  }
}

function eventOf({ delivery, event, payload }: Delivery): Parameters<Probot['receive']>[0] {
  return { id: delivery, name: event, payload: JSON.parse(payload) } as Parameters<Probot['receive']>[0];
}
