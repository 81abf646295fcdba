import { notFound, ok, type Answer } from '../answer.ts';
import { repositoryJson } from '../nouns/repository.ts';
import { userJson } from '../nouns/user.ts';
import type { HumanRole } from '../state.ts';
import type { RepositoryCall, RepositoryRoute } from './route.ts';

/** The repository and who may do what in it. */
export const REPOSITORY_ROUTES: readonly RepositoryRoute[] = [
  {
    name: 'GET /repos/{owner}/{repo}',
    needs: ['metadata:read'],
    handle: ({ world, repository }) => ok(repositoryJson(world, repository)),
  },
  {
    name: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    needs: ['metadata:read'],
    handle: permission,
  },
];

/** `permission` knows four levels and folds the others into them; `role_name` tells them apart. */
const FOLDED: Record<HumanRole, string> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function permission({ world, repository, params }: RepositoryCall): Answer {
  const user = world.users.get(String(params['username']).toLowerCase());
  if (!user) throw notFound();
  const role = roleOf({ repository, login: user.login });
  const at = ['none', 'read', 'triage', 'write', 'maintain', 'admin'].indexOf(role);
  const permissions = { pull: at >= 1, triage: at >= 2, push: at >= 3, maintain: at >= 4, admin: at >= 5 };
  return ok({
    permission: FOLDED[role],
    role_name: role,
    user: { ...userJson(world, user), role_name: role, permissions },
  });
}

/** The owner is an administrator, and everybody reads a public repository. */
function roleOf({
  repository,
  login,
}: {
  repository: RepositoryCall['repository'];
  login: string;
}): HumanRole {
  if (repository.owner.login === login) return 'admin';
  const given = repository.roles.get(login.toLowerCase()) ?? 'none';
  return given === 'none' && !repository.private ? 'read' : given;
}
