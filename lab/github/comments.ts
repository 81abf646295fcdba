import { Refused, failure, unprocessable } from './answer.ts';
import { commentJson } from './nouns/comment.ts';
import { issueJson } from './nouns/issue.ts';
import type { App, Comment, Issue, User, World } from './state.ts';
import { announce } from './webhooks.ts';

/** GitHub's limit on the body of a comment, counted here in UTF-16 units: the strictest reading. */
const COMMENT_LIMIT = 65_536;

/** Who writes: `viaApp` is set when an App does. */
export type Writer = { user: User; viaApp: App | null };

/** Adds a comment and tells the App. Refuses a body that is empty or too long with 422. */
export function addComment(world: World, issue: Issue, writer: Writer, body: string): Comment {
  checkBody(body);
  const now = world.now();
  const comment: Comment = {
    id: world.nextId(),
    issue,
    author: writer.user,
    viaApp: writer.viaApp,
    body,
    revisions: [{ body, at: now }],
    createdAt: now,
    reactions: [],
    deleted: false,
  };
  world.comments.set(comment.id, comment);
  issue.updatedAt = now;
  tell(world, 'created', comment, writer.user);
  return comment;
}

/** Changes the body of a comment and tells the App what it was. */
export function changeComment(world: World, comment: Comment, editor: User, body: string): Comment {
  checkBody(body);
  const from = comment.body;
  comment.body = body;
  comment.revisions.push({ body, at: world.now() });
  tell(world, 'edited', comment, editor, { changes: { body: { from } } });
  return comment;
}

/** Deletes a comment. The record stays, with its revisions, for whoever holds it. */
export function removeComment(world: World, comment: Comment, by: User): void {
  comment.deleted = true;
  tell(world, 'deleted', comment, by);
}

/** The comments of an issue, oldest first. */
export function commentsOf(world: World, issue: Issue): Comment[] {
  return [...world.comments.values()].filter((comment) => comment.issue === issue && !comment.deleted);
}

function tell(world: World, action: string, comment: Comment, sender: User, extra: object = {}): void {
  announce(world, 'issue_comment', action, {
    repository: comment.issue.repository,
    sender,
    payload: { ...extra, issue: issueJson(world, comment.issue), comment: commentJson(world, comment) },
  });
}

function checkBody(body: string): void {
  if (body.trim() === '') throw invalidBody("Body can't be blank");
  if (body.length > COMMENT_LIMIT) {
    throw invalidBody(`Body is too long (maximum is ${COMMENT_LIMIT} characters)`);
  }
}

function invalidBody(message: string): Refused {
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  return unprocessable('Validation Failed', { errors });
}

/** What GitHub answers an App that comments on a locked issue: its permissions do not help. */
export function refuseLocked(issue: Issue): void {
  if (issue.locked) throw new Refused(failure(403, 'Unable to create comment because issue is locked.'));
}
