import type { Review, World } from '../state.ts';
import { association, issuePage } from './issue.ts';
import { iso, nodeId } from './notation.ts';
import { repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/** A review of a pull request. GitHub does not say here through which App it came. */
export function reviewJson(world: World, review: Review) {
  const { issue } = review;
  const html = `${issuePage(world, issue)}#pullrequestreview-${review.id}`;
  const pull = `${repositoryUrl(world, issue.repository)}/pulls/${issue.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userJson(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: iso(review.submittedAt),
    commit_id: review.commit,
    author_association: association(issue.repository, review.author),
  };
}
