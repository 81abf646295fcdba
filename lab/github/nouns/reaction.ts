import type { Reaction, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { userJson } from './user.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

/** One reaction. */
export function reactionJson(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('Reaction', reaction.id),
    user: userJson(world, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}

/** How many reactions of each kind there are; `url` is where they can be listed. */
export function reactionCounts(url: string, reactions: readonly Reaction[]) {
  const counts = CONTENTS.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}
