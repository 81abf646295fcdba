import { atLeast, type Role } from '../core/authority/role.ts';
import { refusalComment } from '../core/output/refusal-comment.ts';
import { gate, orNotice, type Outbound, type Sink, type Withheld } from '../core/redact/gate.ts';
import { makeLedger, type Ledger } from '../core/redact/known/ledger.ts';
import { markLine, type Mark } from '../core/redact/mark.ts';
import { gateRules, plainRules, stricter, type RedactRules } from '../core/redact/rules.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { joined, type Document } from '../core/redact/document.ts';
import { Fault } from '../core/fault.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import { statusOf } from '../edge/github/call.ts';
import { findOwnComment } from '../edge/github/own-comment.ts';
import { readRepository } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { createComment, react, type Reaction } from '../edge/github/write.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { isStranger } from './attention.ts';
import type { Job } from '../edge/store/job.ts';
import type { CommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { marked, once, sinceTried } from './once.ts';

/** The conversation that a command was written in, and who wrote it. */
export type Thread = {
  desk: Desk;
  event: CommentEvent;
  request: Request;
  /** The author's role, read live. */
  role: Role | null;
  /** What began it: a command, or news of a pull request. */
  startedBy: Job['startedBy'];
};

/** Passes a text through the gate for a comment. What the gate withholds becomes its notice. */
export function forComment(desk: Desk, text: Document, mark?: Mark): Outbound {
  return orNotice(gated(desk, text, plainRules), 'comment', mark);
}

/** Passes a text through the gate, under the rules of its repository and ours. For one of a job: `gatedFor`. */
export function gated(
  desk: Desk,
  text: string | Document,
  rules: RedactRules,
  { ledger = makeLedger(), sink = 'comment' }: { ledger?: Ledger; sink?: Sink } = {},
): Outbound | Withheld {
  const options = gateRules(stricter(rules, desk.operator), sha256);
  return gate(text, sink, desk.known, { ...options, inflate, ledger });
}

/**
 * Tells the author why not, once. Only people with the role write get words; for others a reaction
 * must do: a reply would tell strangers what is configured here and let them make us talk.
 */
export async function answer(thread: Thread, refusal: Refusal): Promise<string> {
  if (!atLeast(thread.role, 'write')) return shrug(thread, refusal);
  try {
    const asked = thread.startedBy === 'comment' ? thread : await askedByPull(thread, refusal);
    return await reply(asked, refusalComment(refusal, thread.event.hearing.author.login), refusal.code);
  } catch (error) {
    // Where GitHub lets nobody write (a locked thread), a reaction may still be possible.
    if (!(error instanceof Fault) || error.code !== 'github-refused') throw error;
    thread.desk.log(`no reply: ${error.message}`);
    return shrug(thread, refusal);
  }
}

/** News of a pull request come with each push: the same refusal is told in its thread once. */
async function askedByPull(thread: Thread, { because }: Refusal): Promise<Thread> {
  const { event, desk } = thread;
  const { repository, issueNumber } = event.hearing;
  const commentId = await desk.store.pullStarts.idOf(
    repository.id,
    `said:${issueNumber}:${sha256(because).slice(0, 32)}`,
  );
  return { ...thread, event: { ...event, hearing: { ...event.hearing, commentId } } };
}

/** Reacts with 😕 and says nothing; in a storm not even that. Whether strangers get one was decided at the door. */
export async function shrug(thread: Thread, refusal: Refusal): Promise<string> {
  const { desk, event, role } = thread;
  if (isStranger(role) || desk.attention.mayReact(event.hearing.repository.id, 'members'))
    await reactTo(thread, 'confused');
  return refusal.code;
}

/** Writes one reply to this comment: never a second one. It carries the comment's id and is found by it. */
export async function reply(thread: Thread, text: Document, code: string): Promise<string> {
  const { desk, event, request } = thread;
  const { commentId, issueNumber } = event.hearing;
  const place = { repositoryId: event.hearing.repository.id, issueNumber };
  // The name may be another repository's by now: what we would write is for another thread.
  const { id } = await readRepository(request, event.name);
  if (id !== place.repositoryId) return 'other-repository';
  const mark = desk.marker.mark(place, 'reply', String(commentId));
  await once(desk, `reply:${commentId}`, {
    async search(sent) {
      // The comment's own time is GitHub's, and no reply to it is older; ours may be ahead.
      const since = sinceTried(Math.min(sent.triedAt, Date.parse(event.createdAt)));
      const search = { appId: desk.appId, since, isIt: marked(desk, place, mark, sent) };
      return (await findOwnComment(request, event.name, issueNumber, search))?.id ?? null;
    },
    create: () =>
      createComment(request, event.name, issueNumber, forComment(desk, joined([text, markLine(mark)]), mark)),
  });
  return code;
}

/**
 * Reacts to the command's comment. A reaction is a courtesy: its failure stops nothing. Resolves to
 * false when the comment is gone.
 */
export function reactTo({ desk, request, event }: Thread, reaction: Reaction): Promise<boolean> {
  return reactToCommand(desk, request, event.name, event.hearing.commentId, reaction);
}

/** The same without the thread. What was asked for without a comment (its id is below zero) gets no reaction. */
export async function reactToCommand(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  commentId: number,
  reaction: Reaction,
): Promise<boolean> {
  if (commentId < 0) return true;
  try {
    await react(request, name, commentId, reaction);
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return false;
    desk.log(`no reaction: ${error instanceof Error ? error.message : 'unknown'}`);
    return true;
  }
}

/** What people are told whose role is too low: with a reaction, so that strangers learn nothing. */
export function notForYou(): Refusal {
  return refuse('not-permitted', 'This is for people who can dispatch.', 'Ask somebody with the role write.');
}
