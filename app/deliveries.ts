import { pullEvents } from '../core/config/triggers.ts';
import type { NewDelivery } from '../edge/store/inbox.ts';
import { readDeploymentEvent } from './deployment-event.ts';

type Payload = {
  action?: unknown;
  repository?: { id?: unknown };
  installation?: { id?: unknown };
  comment?: { id?: unknown; updated_at?: unknown; user?: { type?: unknown } | null };
  workflow_run?: { id?: unknown; run_attempt?: unknown };
  check_run?: { id?: unknown; external_id?: unknown };
  requested_action?: { identifier?: unknown };
  sender?: { id?: unknown } | null;
  number?: unknown;
  pull_request?: { head?: { sha?: unknown }; updated_at?: unknown };
  label?: { id?: unknown };
  changes?: { base?: unknown; body?: unknown };
  deployment?: { id?: unknown } | null;
};

/**
 * What a signed body is about: a delivery worth keeping, `null` for one that concerns nothing we do, or
 * `undefined` for bytes that are not a JSON object. The content key is the same for every delivery of
 * the same thing: GUIDs are not signed, so a replay can carry a new one.
 */
export function readDelivery(guid: string, event: string, body: Buffer): NewDelivery | null | undefined {
  const text = decode(body);
  const payload = text === undefined ? undefined : parseObject(text);
  if (text === undefined || payload === undefined) return undefined;
  if (event === 'installation') return uninstalled(guid, payload, text);
  const repository = payload.repository?.id;
  if (!isId(repository) || !isId(payload.installation?.id)) return null;
  const about = subject(guid, event, payload);
  if (about === null) return null;
  return { delivery: guid, contentKey: `${repository}:${about}`, event, lane: repository, payload: text };
}

/** An installation that is gone. It has no repository of its own, so its number stands for its lane. */
function uninstalled(guid: string, { action, installation }: Payload, text: string): NewDelivery | null {
  const id = installation?.id;
  if (action !== 'deleted' || !isId(id)) return null;
  return {
    delivery: guid,
    contentKey: `installation:${id}:deleted`,
    event: 'installation',
    lane: id,
    payload: text,
  };
}

/**
 * Whether every delivery of this event and action is kept, whatever is in it: one that GitHub delivered and that we do
 * not have was lost after it was acknowledged.
 */
export function alwaysKept(event: string, action: string | null): boolean {
  return ALWAYS_KEPT.has(`${event}.${action}`);
}

/** Whether a delivery of this event and action may be kept. */
export function mayBeKept(event: string, action: string | null): boolean {
  return alwaysKept(event, action) || MAY_BE_KEPT.has(`${event}.${action}`);
}

const ALWAYS_KEPT = new Set([
  'issue_comment.created',
  'workflow_run.in_progress',
  'workflow_run.completed',
  ...pullEvents.map((one) => `pull_request.${one}`),
]);
const MAY_BE_KEPT = new Set([
  'pull_request.edited',
  'issue_comment.edited',
  'issue_comment.deleted',
  'check_run.rerequested',
  'check_run.requested_action',
  'deployment_protection_rule.requested',
]);

function subject(guid: string, event: string, payload: Payload): string | null {
  if (event === 'issue_comment') return commentNews(payload);
  const run = payload.workflow_run;
  if (event === 'workflow_run' && isId(run?.id) && isId(run.run_attempt)) {
    const { action } = payload;
    if (action === 'in_progress' || action === 'completed')
      return `run:${run.id}:${run.run_attempt}:${action}`;
  }
  if (event === 'check_run') return checkNews(payload);
  if (event === 'deployment_protection_rule') return deploymentNews(guid, payload);
  return event === 'pull_request' ? pullNews(payload) : null;
}

/**
 * A comment, and what becomes of it while its command waits. Bots give no commands, and we ourselves edit much; an edit
 * that leaves the text as it is changes nothing.
 */
function commentNews({ action, comment, changes }: Payload): string | null {
  if (!isId(comment?.id)) return null;
  if (action === 'created') return `comment:${comment.id}`;
  if (comment.user?.type !== 'User') return null;
  if (action === 'deleted') return `comment:${comment.id}:deleted`;
  const at = comment.updated_at;
  const isEdit = action === 'edited' && changes?.body !== undefined;
  return isEdit && typeof at === 'string' && at.length <= 40 ? `comment:${comment.id}:edited:${at}` : null;
}

/** Who pressed a button to run a job again. Two buttons mean the same, and nothing tells one press from the next. */
function checkNews({ action, check_run: check, requested_action: pressed, sender }: Payload): string | null {
  const isRetry =
    action === 'rerequested' || (action === 'requested_action' && pressed?.identifier === 'retry');
  const isOurs = typeof check?.external_id === 'string' && /^[0-9a-f]{32}$/.test(check.external_id);
  if (!isRetry || !isOurs || !isId(check?.id) || !isId(sender?.id)) return null;
  return `check:${check.id}:retry:${sender.id}`;
}

/** A run that waits at an environment. Where GitHub makes no deployment for it, nothing tells one wait from the next. */
function deploymentNews(guid: string, payload: Payload): string | null {
  const event = readDeploymentEvent(payload);
  const id = payload.deployment?.id;
  return event === null ? null : `deployment:${event.runId}:${isId(id) ? id : guid}`;
}

/** News of a pull request that are kept whatever is in them. */

/**
 * News after which a pull request may change something else than before, or start an agent. Its head may come back to a
 * commit that it had, and it may be pointed at another branch: so the time counts, too; of labels that come at once, each.
 */
function pullNews(payload: Payload): string | null {
  const { action, number, pull_request: pull, changes, label } = payload;
  const isNews =
    pullEvents.some((one) => one === action) || (action === 'edited' && changes?.base !== undefined);
  const head = pull?.head?.sha;
  const at = pull?.updated_at;
  if (!isNews || !isId(number) || typeof head !== 'string' || typeof at !== 'string') return null;
  if (!/^[0-9a-f]{40,64}$/.test(head) || at.length > 40) return null;
  const which = action === 'labeled' && isId(label?.id) ? `:${label.id}` : '';
  return `pull:${number}:${String(action)}:${head}:${at}${which}`;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decode(body: Buffer): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
