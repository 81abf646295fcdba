import type { Facts } from '../core/authority/decide.ts';
import { atLeast, type Role } from '../core/authority/role.ts';
import { NO_MEMBERSHIPS, type Memberships } from '../core/authority/teams.ts';
import { readMemberships } from '../edge/github/read-team.ts';
import { readRole } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';

/** What an agent asks of whoever starts it. */
export type Needed = Pick<Facts['agent'], 'invoke' | 'teams'>;

/** What somebody is here by GitHub's word of now: the role, and the membership in the agent's teams. */
export async function readStanding(
  request: Request,
  name: RepositoryName,
  login: string,
  needed: Needed,
): Promise<Pick<Facts, 'role' | 'memberships'>> {
  const role = await readRole(request, name, login);
  return { role, memberships: await membershipsFor(request, name, { login, role }, needed) };
}

/** Nobody's membership is asked for whose role does not suffice. */
export async function membershipsFor(
  request: Request,
  { owner }: RepositoryName,
  { login, role }: { login: string; role: Role | null },
  { invoke, teams }: Needed,
): Promise<Memberships> {
  return atLeast(role, invoke) ? readMemberships(request, owner, login, teams) : NO_MEMBERSHIPS;
}
