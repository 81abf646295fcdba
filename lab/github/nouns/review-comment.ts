import type { Review, ReviewComment, World } from '../state.ts';
import { association, issuePage } from './issue.ts';
import { iso, nodeId } from './notation.ts';
import { repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/**
 * A comment at lines of a diff. `line`: where it stands now; null when it is outdated. GitHub answers null then, which its
 * own description does not know: here the key is left out.
 */
export function reviewCommentJson(world: World, review: Review, comment: ReviewComment, line: number | null) {
  const { issue } = review;
  const repository = repositoryUrl(world, issue.repository);
  const url = `${repository}/pulls/comments/${comment.id}`;
  const html = `${issuePage(world, issue)}#discussion_r${comment.id}`;
  const pull = `${repository}/pulls/${issue.number}`;
  return {
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    url,
    html_url: html,
    pull_request_url: pull,
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    pull_request_review_id: review.id,
    diff_hunk: '@@',
    path: comment.path,
    commit_id: issue.pull?.head.sha ?? review.commit,
    original_commit_id: review.commit,
    ...(comment.replyTo === null ? {} : { in_reply_to_id: comment.replyTo }),
    user: userJson(world, comment.author),
    body: comment.body,
    created_at: iso(review.submittedAt),
    updated_at: iso(comment.updatedAt),
    author_association: association(issue.repository, comment.author),
    ...(line === null ? {} : { line }),
    original_line: comment.line,
    side: comment.side,
    start_line: line === null ? null : comment.startLine,
    original_start_line: comment.startLine,
    start_side: comment.startSide,
    subject_type: 'line',
  };
}
