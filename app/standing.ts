import type { Facts } from '../core/authority/decide.ts';
import { atLeast, type Role } from '../core/authority/role.ts';
import { NO_MEMBERSHIPS, type Memberships } from '../core/authority/teams.ts';
import type { Plan } from '../core/profile/plan.ts';
import { readMemberships } from '../edge/github/read-team.ts';
import { readRole } from '../edge/github/read.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';

/** What an agent asks of whoever starts it. */
export type Needed = Omit<Facts['agent'], 'name'>;

/** What the agent of a plan asks of whoever starts it in this way. */
export function neededIn(
  { invoke, teams, pullRequest }: Pick<Plan, 'invoke' | 'teams' | 'pullRequest'>,
  startedBy: Job['startedBy'],
): Needed {
  return { invoke, teams, forStrangers: startedBy === 'pull_request' && pullRequest?.forks === true };
}

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
