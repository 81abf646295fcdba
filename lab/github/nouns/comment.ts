import type { Comment, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { appJson } from './app.ts';
import { association, issuePage, issueUrl } from './issue.ts';
import { reactionCounts } from './reaction.ts';
import { repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/** A comment on an issue or a pull request. */
export function commentJson(world: World, comment: Comment) {
  const { issue } = comment;
  const url = `${repositoryUrl(world, issue.repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url,
    html_url: `${issuePage(world, issue)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(world, issue),
    body: comment.body,
    user: userJson(world, comment.author),
    author_association: association(issue.repository, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.revisions.at(-1)?.at ?? comment.createdAt),
    performed_via_github_app: comment.viaApp ? appJson(world, comment.viaApp) : null,
    reactions: reactionCounts(`${url}/reactions`, comment.reactions),
  };
}
