import { Fault } from '../core/fault.ts';
import { configComment, configCommentWithheld, type ConfigChange } from '../core/output/config-comment.ts';
import { joined } from '../core/redact/document.ts';
import { gate, isWithheld, type Outbound } from '../core/redact/gate.ts';
import { markLine } from '../core/redact/mark.ts';
import { statusOf } from '../edge/github/call.ts';
import { findOwnComment } from '../edge/github/own-comment.ts';
import { readPull, type PullFacts } from '../edge/github/pulls.ts';
import type { Request } from '../edge/github/request.ts';
import { createComment, editComment } from '../edge/github/write.ts';
import type { Place } from '../edge/keys/marker.ts';
import type { Sent } from '../edge/store/outbox.ts';
import { readConfigChange } from './config-change.ts';
import type { Desk } from './desk.ts';
import { marked, once, sinceTried } from './once.ts';
import type { PullEvent } from './pull-event.ts';
import { forComment } from './thread.ts';

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
  if (pull.repository.id !== event.repository.id) return 'other-repository';
  const kept = await desk.store.outbox.of(keyOf(event));
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

function keyOf({ repository, number }: PullEvent): string {
  return `config:${repository.id}:${number}`;
}

async function tell(sight: Sight, change: ConfigChange, kept: Sent | null): Promise<string> {
  const { desk, request, event, pull } = sight;
  const { outbox } = desk.store;
  const key = keyOf(event);
  const isNothing = change.kind === 'compared' && change.diffs.length === 0;
  const commentId = kept?.githubId ?? (await recognise(sight, kept));
  const text = gated(sight, change);
  if (commentId !== null && (await edited(sight, commentId, text))) {
    await outbox.made(key, commentId);
    await outbox.told(key, rangeOf(pull));
    return isNothing ? 'taken-back' : 'told-again';
  }
  if (isNothing) return 'agents-unchanged';
  await once(desk, key, {
    search: (sent) => recognise(sight, sent),
    create: () => createComment(request, event.name, event.number, text),
  });
  await outbox.told(key, rangeOf(pull));
  return 'told';
}

/** Strangers may make the gate keep all of it back: then at least that there is a change is told. */
function gated({ desk, event }: Sight, change: ConfigChange): Outbound {
  const mark = desk.marker.mark(placeOf(event), 'config', String(event.number));
  const text = gate(joined([configComment(change), markLine(mark)]), 'comment', desk.known);
  if (!isWithheld(text)) return text;
  return forComment(desk, joined([configCommentWithheld(change), markLine(mark)]), mark);
}

function placeOf({ repository, number }: PullEvent): Place {
  return { repositoryId: repository.id, issueNumber: number };
}

/** Our comment in the thread, which may be there without our knowing its id: an answer, or the store, was lost. */
async function recognise({ desk, request, event, pull }: Sight, sent: Sent | null): Promise<number | null> {
  const isIt = marked(desk, placeOf(event), { kind: 'config', id: String(event.number) }, sent);
  for (const since of searchedSince(pull, sent)) {
    const search = { appId: desk.appId, since, isIt };
    const found = await findOwnComment(request, event.name, event.number, search);
    if (found !== null) return found.id;
  }
  return null;
}

/**
 * First where it should be, so that a thread with many comments is not read from its beginning; then since the pull
 * request was opened, which is GitHub's own time: ours may have been ahead when it was tried.
 */
function searchedSince({ createdAt }: PullFacts, sent: Sent | null): string[] {
  const tried = sent === null ? createdAt : sinceTried(sent.triedAt);
  return Date.parse(tried) > Date.parse(createdAt) ? [tried, createdAt] : [createdAt];
}

/** False when somebody deleted the comment. */
async function edited({ desk, request, event }: Sight, commentId: number, text: Outbound): Promise<boolean> {
  try {
    await editComment(request, event.name, commentId, text);
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status !== 404 && status !== 410) throw error;
    await desk.store.outbox.forget(keyOf(event));
    return false;
  }
}
