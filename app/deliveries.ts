import type { NewDelivery } from '../edge/store/inbox.ts';

type Payload = {
  action?: unknown;
  repository?: { id?: unknown };
  installation?: { id?: unknown };
  comment?: { id?: unknown };
  workflow_run?: { id?: unknown; run_attempt?: unknown };
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
  const repository = payload.repository?.id;
  if (!isId(repository) || !isId(payload.installation?.id)) return null;
  const about = subject(event, payload);
  if (about === null) return null;
  return { delivery: guid, contentKey: `${repository}:${about}`, event, lane: repository, payload: text };
}

function subject(event: string, payload: Payload): string | null {
  if (event === 'issue_comment' && payload.action === 'created' && isId(payload.comment?.id)) {
    return `comment:${payload.comment.id}`;
  }
  const run = payload.workflow_run;
  if (event === 'workflow_run' && isId(run?.id) && isId(run.run_attempt)) {
    const { action } = payload;
    if (action === 'in_progress' || action === 'completed')
      return `run:${run.id}:${run.run_attempt}:${action}`;
  }
  return null;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
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
