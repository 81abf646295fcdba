import { noContent, notFound, ok, page, type Answer } from '../answer.ts';
import { reactionJson } from '../nouns/reaction.ts';
import {
  commentOf,
  threadPermissions,
  writerOf,
  type RepositoryCall,
  type RepositoryRoute,
} from './route.ts';

const read = (call: RepositoryCall) => threadPermissions(commentOf(call).issue, 'read');
const write = (call: RepositoryCall) => threadPermissions(commentOf(call).issue, 'write');

/** Reactions to comments on issues and pull requests. */
export const REACTION_ROUTES: readonly RepositoryRoute[] = [
  {
    name: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    needs: read,
    handle: list,
  },
  {
    name: 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    needs: write,
    handle: react,
  },
  {
    name: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}',
    needs: write,
    handle: withdraw,
  },
];

function list(call: RepositoryCall): Answer {
  const wanted = call.query['content'];
  const all = commentOf(call).reactions.filter(({ content }) => wanted === undefined || content === wanted);
  const { items, headers } = page(call.world, call, all);
  return { status: 200, body: items.map((reaction) => reactionJson(call.world, reaction)), headers };
}

/** Reacting twice in the same way is one reaction: 201 makes it, 200 finds it. */
function react(call: RepositoryCall): Answer {
  const { reactions } = commentOf(call);
  const { user } = writerOf(call);
  const { content } = call.body as { content: string };
  const known = reactions.find((reaction) => reaction.user === user && reaction.content === content);
  if (known) return ok(reactionJson(call.world, known));
  const reaction = { id: call.world.nextId(), user, content, createdAt: call.world.now() };
  reactions.push(reaction);
  return ok(reactionJson(call.world, reaction), 201);
}

function withdraw(call: RepositoryCall): Answer {
  const { reactions } = commentOf(call);
  const at = reactions.findIndex(({ id }) => id === call.params['reaction_id']);
  if (at < 0) throw notFound();
  reactions.splice(at, 1);
  return noContent();
}
