import type { Issue, Pull, Repository, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { labelJson } from './label.ts';
import { association, countComments, issuePage, issueUrl } from './issue.ts';
import { repositoryJson, repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/** A pull request. */
export function pullJson(world: World, issue: Issue, pull: Pull) {
  const page = issuePage(world, issue);
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...links(world, issue, pull),
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: null,
    title: issue.title,
    body: issue.body,
    user: userJson(world, issue.author),
    author_association: association(issue.repository, issue.author),
    labels: issue.labels.map((label) => labelJson(world, issue.repository, label)),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : iso(issue.closedAt),
    head: end(world, pull.head.repository, pull.head),
    base: end(world, issue.repository, pull.base),
    draft: pull.draft,
    ...unmerged(),
    comments: countComments(world, issue),
    review_comments: 0,
    commits: pull.commits,
    additions: pull.additions,
    deletions: pull.deletions,
    changed_files: pull.changedFiles,
  };
}

function end(world: World, repository: Repository, at: { sha: string; ref: string }) {
  return {
    label: `${repository.owner.login}:${at.ref}`,
    ref: at.ref,
    sha: at.sha,
    repo: repositoryJson(world, repository),
    user: userJson(world, repository.owner),
  };
}

function unmerged() {
  return {
    auto_merge: null,
    merged: false,
    merged_at: null,
    merged_by: null,
    merge_commit_sha: null,
    mergeable: true,
    mergeable_state: 'clean',
    rebaseable: true,
    maintainer_can_modify: false,
  };
}

function links(world: World, issue: Issue, pull: Pull) {
  const repository = repositoryUrl(world, issue.repository);
  const url = `${repository}/pulls/${issue.number}`;
  const issueAt = issueUrl(world, issue);
  const urls = {
    comments_url: `${issueAt}/comments`,
    commits_url: `${url}/commits`,
    statuses_url: `${repository}/statuses/${pull.head.sha}`,
    issue_url: issueAt,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
  };
  return {
    url,
    ...urls,
    _links: {
      self: { href: url },
      html: { href: issuePage(world, issue) },
      issue: { href: issueAt },
      comments: { href: urls.comments_url },
      review_comments: { href: urls.review_comments_url },
      review_comment: { href: urls.review_comment_url },
      commits: { href: urls.commits_url },
      statuses: { href: urls.statuses_url },
    },
  };
}
