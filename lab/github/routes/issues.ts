import { noContent, ok, page, type Answer } from '../answer.ts';
import { addComment, changeComment, commentsOf, refuseLocked, removeComment } from '../comments.ts';
import { addLabels } from '../labels.ts';
import { commentJson } from '../nouns/comment.ts';
import { issueJson } from '../nouns/issue.ts';
import { labelJson } from '../nouns/label.ts';
import {
  commentOf,
  issueOf,
  threadPermissions,
  writerOf,
  type RepositoryCall,
  type RepositoryRoute,
} from './route.ts';

const readThread = (call: RepositoryCall) => threadPermissions(issueOf(call), 'read');
const writeThread = (call: RepositoryCall) => threadPermissions(issueOf(call), 'write');
const readComment = (call: RepositoryCall) => threadPermissions(commentOf(call).issue, 'read');
const writeComment = (call: RepositoryCall) => threadPermissions(commentOf(call).issue, 'write');

/** Issues, and the comments on them and on pull requests. */
export const ISSUE_ROUTES: readonly RepositoryRoute[] = [
  {
    name: 'GET /repos/{owner}/{repo}/issues/{issue_number}',
    needs: readThread,
    handle: (call) => ok(issueJson(call.world, issueOf(call))),
  },
  { name: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments', needs: readThread, handle: list },
  { name: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments', needs: writeThread, handle: create },
  { name: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels', needs: writeThread, handle: label },
  {
    name: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
    needs: readComment,
    handle: (call) => ok(commentJson(call.world, commentOf(call))),
  },
  { name: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', needs: writeComment, handle: edit },
  { name: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', needs: writeComment, handle: remove },
];

function list(call: RepositoryCall): Answer {
  const since = call.query['since'] === undefined ? 0 : Date.parse(String(call.query['since']));
  const all = commentsOf(call.world, issueOf(call)).filter(
    (comment) => (comment.revisions.at(-1)?.at ?? 0) >= since,
  );
  const { items, headers } = page(call.world, call, all);
  return { status: 200, body: items.map((comment) => commentJson(call.world, comment)), headers };
}

function create(call: RepositoryCall): Answer {
  const issue = issueOf(call);
  refuseLocked(issue);
  const json = commentJson(call.world, addComment(call.world, issue, writerOf(call), bodyOf(call)));
  return { status: 201, body: json, headers: { location: json.url } };
}

/** Adds labels. GitHub makes those that the repository does not have yet. */
function label(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const issue = issueOf(call);
  const { labels } = call.body as { labels: (string | { name: string })[] };
  const names = labels.map((given) => (typeof given === 'string' ? given : given.name));
  addLabels(world, issue, writerOf(call).user, names);
  return ok(issue.labels.map((one) => labelJson(world, repository, one)));
}

function bodyOf(call: RepositoryCall): string {
  return (call.body as { body: string }).body;
}

function edit(call: RepositoryCall): Answer {
  const comment = changeComment(call.world, commentOf(call), writerOf(call).user, bodyOf(call));
  return ok(commentJson(call.world, comment));
}

function remove(call: RepositoryCall): Answer {
  removeComment(call.world, commentOf(call), writerOf(call).user);
  return noContent();
}
