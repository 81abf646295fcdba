import type { Standing } from '../../core/context/author.ts';
import type { Post } from '../../core/context/thread.ts';
import type { Json } from './request.ts';

/** A text of a thread as GitHub gives it. Whether its author may write is asked elsewhere: until then they may not. */
export function postOf(json: Json): Post {
  return {
    author: { login: String(json.user?.login ?? 'ghost'), standing: standingOf(json), writes: false },
    body: String(json.body ?? ''),
    createdAt: String(json.created_at),
    updatedAt: String(json.updated_at),
  };
}

function standingOf({ user, author_association: association }: Json): Standing {
  if (user?.type === 'Bot') return 'bot';
  if (association === 'OWNER') return 'owner';
  if (association === 'MEMBER') return 'member';
  return association === 'COLLABORATOR' ? 'collaborator' : 'stranger';
}
