import { Fault } from '../core/fault.ts';
import {
  configComment,
  configCommentWithheld,
  isConfigComment,
  type ConfigChange,
} from '../core/output/config-comment.ts';
import { gate, isWithheld, type Outbound } from '../core/redact/gate.ts';
import { statusOf } from '../edge/github/call.ts';
import { findOwnComment } from '../edge/github/own-comment.ts';
import { readPull, type PullFacts } from '../edge/github/pulls.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { createComment, editComment } from '../edge/github/write.ts';
import type { ConfigComment } from '../edge/store/config-comments.ts';
import { readConfigChange } from './config-change.ts';
import type { Desk } from './desk.ts';
import { forComment } from './thread.ts';

/** That a pull request was opened, pushed to, reopened or pointed at another branch. */
export type PullEvent = {
  installationId: number;
  repositoryId: number;
  /** The repository that it asks to be merged into. */
  name: RepositoryName;
  number: number;
};

/** One pull request, as GitHub has it now. */
type Sight = { desk: Desk; request: Request; event: PullEvent; pull: PullFacts };

/**
 * The story of one pull request's news: whoever reviews it is told, in one comment that is kept up to date,
 * what agents may do after it and may not do before. Its configuration is only ever read. What counts is the
 * pull request as it is now, so of many pushes in a row the last one is told. Returns a code for the inbox;
 * throws `Fault` when GitHub cannot be reached.
 */
export async function onPull(event: PullEvent, desk: Desk): Promise<string> {
  const request = await desk.github(event.installationId);
  const pull = await readPull(request, event.name, event.number);
  if (pull === null || !pull.open) return 'pull-closed';
  if (pull.repository.id !== event.repositoryId) return 'other-repository';
  const kept = await desk.store.configComments.of(event.repositoryId, event.number);
  if (kept?.told === rangeOf(pull)) return 'already-told';
  const sight = { desk, request, event, pull };
  const change = await readConfigChange(request, event, pull, desk.operator);
  if (change === 'untouched' && kept === null) return 'config-untouched';
  try {
    return await tell(sight, change === 'untouched' ? nothing(pull) : change, kept);
  } catch (error) {
    // Where GitHub lets us write nothing (a locked thread), trying again is of no use.
    if (!(error instanceof Fault) || error.code !== 'github-refused') throw error;
    desk.log(`#${event.number}: no word about its configuration: ${error.message}`);
    return 'undeliverable';
  }
}

function rangeOf({ baseSha, headSha }: PullFacts): string {
  return `${baseSha}...${headSha}`;
}

function nothing({ baseSha, headSha }: PullFacts): ConfigChange {
  return { kind: 'compared', diffs: [], from: baseSha, to: headSha, fromNothing: false };
}

async function tell(sight: Sight, change: ConfigChange, kept: ConfigComment | null): Promise<string> {
  const { desk, request, event, pull } = sight;
  const { configComments } = desk.store;
  const isNothing = change.kind === 'compared' && change.diffs.length === 0;
  const commentId = kept?.commentId ?? (await recognise(sight, kept));
  const text = gated(desk, change);
  if (commentId !== null && (await edited(sight, commentId, text))) {
    await configComments.told(event.repositoryId, event.number, { commentId, told: rangeOf(pull) });
    return isNothing ? 'taken-back' : 'told-again';
  }
  if (isNothing) return 'agents-unchanged';
  await configComments.trying(event.repositoryId, event.number);
  const id = await created(sight, () => createComment(request, event.name, event.number, text));
  await configComments.told(event.repositoryId, event.number, { commentId: id, told: rangeOf(pull) });
  return 'told';
}

/** Strangers may make the gate keep all of it back: then at least that there is a change is told. */
function gated(desk: Desk, change: ConfigChange): Outbound {
  const text = gate(configComment(change), 'comment', desk.known);
  return isWithheld(text) ? forComment(desk, configCommentWithheld(change)) : text;
}

/** Our comment in the thread, which may be there without our knowing its id: an answer, or the store, was lost. */
async function recognise({ desk, request, event, pull }: Sight, kept: ConfigComment | null) {
  const since = kept === null ? pull.createdAt : new Date(kept.triedAt - 60_000).toISOString();
  const search = { appId: desk.appId, since, isIt: isConfigComment };
  return (await findOwnComment(request, event.name, event.number, search))?.id ?? null;
}

/** False when somebody deleted the comment. */
async function edited({ desk, request, event }: Sight, commentId: number, text: Outbound): Promise<boolean> {
  try {
    await editComment(request, event.name, commentId, text);
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status !== 404 && status !== 410) throw error;
    await desk.store.configComments.forget(event.repositoryId, event.number);
    return false;
  }
}

/** The id of the new comment, also when GitHub wrote it but its answer was lost. */
async function created(sight: Sight, create: () => Promise<{ id: number }>): Promise<number> {
  try {
    return (await create()).id;
  } catch (error) {
    const isLost = error instanceof Fault && error.code === 'github-unreachable';
    const { repositoryId, number } = sight.event;
    const found = isLost
      ? await recognise(sight, await sight.desk.store.configComments.of(repositoryId, number))
      : null;
    if (found === null) throw error;
    return found;
  }
}
