import type { Issue, Repository, User, World } from '../state.ts';
import { labelJson } from './label.ts';
import { iso, nodeId } from './notation.ts';
import { reactionCounts } from './reaction.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/** The address of an issue in the API; a pull request has one too. */
export function issueUrl(world: World, issue: Issue): string {
  return `${repositoryUrl(world, issue.repository)}/issues/${issue.number}`;
}

/** The address of the page of an issue or a pull request. */
export function issuePage(world: World, issue: Issue): string {
  return `${repositoryPage(world, issue.repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
}

/** An issue, or the issue half of a pull request. */
export function issueJson(world: World, issue: Issue) {
  const url = issueUrl(world, issue);
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: repositoryUrl(world, issue.repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: issuePage(world, issue),
    number: issue.number,
    state: issue.state,
    state_reason: null,
    title: issue.title,
    body: issue.body,
    user: userJson(world, issue.author),
    author_association: association(issue.repository, issue.author),
    labels: issue.labels.map((label) => labelJson(world, issue.repository, label)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: issue.locked,
    active_lock_reason: null,
    comments: countComments(world, issue),
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : iso(issue.closedAt),
    performed_via_github_app: null,
    reactions: reactionCounts(`${url}/reactions`, []),
    ...(issue.pull ? { draft: issue.pull.draft, pull_request: pullLinks(world, issue) } : {}),
  };
}

function pullLinks(world: World, issue: Issue) {
  const page = issuePage(world, issue);
  return {
    url: `${repositoryUrl(world, issue.repository)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: null,
  };
}

/** How many comments an issue has now. */
export function countComments(world: World, issue: Issue): number {
  return [...world.comments.values()].filter((comment) => comment.issue === issue && !comment.deleted).length;
}

/**
 * GitHub's hint at who somebody is. As on GitHub it is no permission: it says NONE of people whose
 * rights come from a private membership, here everybody with a role in an organisation's repository.
 */
export function association(repository: Repository, user: User): string {
  if (user === repository.owner) return 'OWNER';
  if (repository.owner.type === 'Organization') return 'NONE';
  return (repository.roles.get(user.login.toLowerCase()) ?? 'none') === 'none' ? 'NONE' : 'COLLABORATOR';
}
