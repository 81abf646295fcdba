import { notFound, ok, type Answer } from '../answer.ts';
import { iso } from '../nouns/notation.ts';
import { userJson } from '../nouns/user.ts';
import type { OpenCall, OpenRoute } from './route.ts';

/** Accounts, which everybody sees. */
export const USER_ROUTES: readonly OpenRoute[] = [
  { name: 'GET /users/{username}', needs: 'nothing', handle: user },
];

function user({ world, params }: OpenCall): Answer {
  const found = world.users.get(String(params['username']).toLowerCase());
  if (!found) throw notFound();
  const since = iso(world.now());
  const unsaid = {
    bio: null,
    blog: null,
    company: null,
    email: null,
    hireable: null,
    location: null,
    name: null,
  };
  const counts = { followers: 0, following: 0, public_gists: 0, public_repos: 0 };
  return ok({ ...userJson(world, found), ...unsaid, ...counts, created_at: since, updated_at: since });
}
