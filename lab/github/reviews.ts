import { unprocessable, type Refused } from './answer.ts';
import { commitsBetween, filesBetween, patchesBetween } from './git-diff.ts';
import type { Issue, Pull, Repository, Review, ReviewComment, User, World } from './state.ts';
import { person } from './issues.ts';
import { repositoryNamed } from './world.ts';

/** What a review is made of, in the API's words. */
export type NewReview = {
  commit_id?: string;
  body?: string;
  event?: 'COMMENT' | 'REQUEST_CHANGES' | 'APPROVE';
  comments?: NewComment[];
};
type NewComment = {
  path: string;
  body: string;
  line?: number;
  side?: string;
  start_line?: number;
  start_side?: string;
};

const STATES = { COMMENT: 'COMMENTED', REQUEST_CHANGES: 'CHANGES_REQUESTED', APPROVE: 'APPROVED' } as const;
const BODY_LIMIT = 65_536;

/**
 * Adds a review, whole or not at all: one comment at a line that the diff does not show refuses everything with 422,
 * and GitHub does not say which one it was.
 */
export async function addReview(world: World, issue: Issue, author: User, given: NewReview): Promise<Review> {
  const { pull, repository } = issue;
  if (!pull) throw new Error(`#${issue.number} is no pull request`);
  const { event, body = '', comments = [] } = given;
  if (event === undefined) throw refused('The stand-in keeps no pending reviews: name an event');
  if (event !== 'APPROVE' && body.trim() === '') throw refused("Body can't be blank");
  if ([body, ...comments.map((one) => one.body)].some((text) => text.length > BODY_LIMIT))
    throw refused(`Body is too long (maximum is ${BODY_LIMIT} characters)`);
  if (author === issue.author && event !== 'COMMENT')
    throw refused(`Can not ${event === 'APPROVE' ? 'approve' : 'request changes on'} your own pull request`);
  const commit = await commitOf(repository, pull, given.commit_id ?? pull.head.sha);
  const places = await Promise.all(comments.map((one) => place(repository, pull, commit, one)));
  const placed = places.map((one) => ({ ...one, ...written(world, author, null) }));
  const state = STATES[event];
  const review: Review = {
    id: world.nextId(),
    issue,
    author,
    body,
    state,
    commit,
    comments: placed,
    submittedAt: world.now(),
  };
  world.reviews.push(review);
  return review;
}

type Written = Pick<ReviewComment, 'id' | 'author' | 'replyTo' | 'updatedAt'>;

function written(world: World, author: User, replyTo: number | null): Written {
  return { id: world.nextId(), author, replyTo, updatedAt: world.now() };
}

/** Answers a comment at a line. */
function reply(world: World, issue: Issue, author: User, to: number, body: string): ReviewComment {
  const review = reviewsOf(world, issue).find(({ comments }) => comments.some(({ id }) => id === to));
  const asked = review?.comments.find(({ id }) => id === to);
  if (review === undefined || asked === undefined) throw new Error(`no comment ${to} of a review`);
  const answer = { ...asked, ...written(world, author, to), body };
  review.comments.push(answer);
  return answer;
}

/** The reviews of a pull request, oldest first. */
export function reviewsOf(world: World, issue: Issue): Review[] {
  return world.reviews.filter((review) => review.issue === issue);
}

/** What people see of reviews and labels. */
export type Reviewing = {
  listReviews(repository: string, number: number): Review[];
  listLabels(repository: string, number: number): string[];
  answerReviewComment(
    repository: string,
    number: number,
    login: string,
    to: number,
    body: string,
  ): ReviewComment;
};

/** Makes the methods by which people look at them. */
export function makeReviewing(world: World): Reviewing {
  const issueAt = (repository: string, number: number): Issue => {
    const issue = repositoryNamed(world, repository).issues.get(number);
    if (!issue) throw new Error(`no issue ${repository}#${number}`);
    return issue;
  };
  return {
    listReviews: (repository, number) => reviewsOf(world, issueAt(repository, number)),
    answerReviewComment: (repository, number, login, to, body) =>
      reply(world, issueAt(repository, number), person(world, login), to, body),
    listLabels: (repository, number) => issueAt(repository, number).labels.map(({ name }) => name),
  };
}

async function commitOf(repository: Repository, pull: Pull, commit: string): Promise<string> {
  const own = await commitsBetween(repository, pull.base.sha, pull.head.sha);
  if (!own.includes(commit)) throw refused('commit_id is not part of the pull request');
  return commit;
}

async function place(
  repository: Repository,
  pull: Pull,
  commit: string,
  { path, line, side = 'RIGHT', start_line, start_side = side, body }: NewComment,
): Promise<Omit<ReviewComment, keyof Written>> {
  if (body.trim() === '') throw refused('Pull request review comment body cannot be blank');
  const files = await filesBetween(repository, pull.base.sha, commit);
  if (!files.some((file) => file.path === path)) throw misplaced('path is invalid');
  const spots = spotsIn((await patchesBetween(repository, pull.base.sha, commit)).get(path) ?? '');
  const last = spots.get(`${side} ${line}`);
  if (line === undefined || !isSide(side) || last === undefined)
    throw misplaced('line must be part of the diff');
  if (start_line === undefined) return { path, line, side, startLine: null, startSide: null, body };
  const first = spots.get(`${start_side} ${start_line}`);
  if (!isSide(start_side) || first === undefined) throw misplaced('start line must be part of the diff');
  if (first.hunk !== last.hunk) throw misplaced('start line must be part of the same hunk as the line.');
  if (first.at >= last.at) throw misplaced('start line must precede the end line.');
  return { path, line, side, startLine: start_line, startSide: start_side, body };
}

function isSide(side: string): side is 'LEFT' | 'RIGHT' {
  return side === 'LEFT' || side === 'RIGHT';
}

/** The lines of one file's patch: deleted ones LEFT, all others RIGHT; in which hunk and how far down. */
function spotsIn(patch: string): Map<string, { hunk: number; at: number }> {
  const spots = new Map<string, { hunk: number; at: number }>();
  let [left, right, hunk] = [0, 0, 0];
  patch.split('\n').forEach((row, at) => {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(row);
    if (head) [left, right, hunk] = [Number(head[1]), Number(head[2]), hunk + 1];
    else if (row.startsWith('-')) spots.set(`LEFT ${left++}`, { hunk, at });
    else if (row.startsWith('+')) spots.set(`RIGHT ${right++}`, { hunk, at });
    else if (row.startsWith(' ')) {
      spots.set(`RIGHT ${right++}`, { hunk, at });
      left += 1;
    }
  });
  return spots;
}

function misplaced(what: string): Refused {
  return refused(
    `Pull request review thread ${what} and Pull request review thread diff hunk can't be blank`,
  );
}

function refused(error: string): Refused {
  return unprocessable('Unprocessable Entity', { errors: [error] });
}
