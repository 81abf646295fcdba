import { teamsOf, type Membership, type Memberships } from '../../core/authority/teams.ts';
import { Fault } from '../../core/fault.ts';
import { call, statusOf } from './call.ts';
import type { Request } from './request.ts';

/**
 * Which of the teams (`organisation/slug`) somebody is in now. Only those of the repository's owner are asked for, one
 * after the other, until there is one that they are in. Throws `Fault` when GitHub does not answer.
 */
export async function readMemberships(
  request: Request,
  owner: string,
  login: string,
  teams: readonly string[],
): Promise<Memberships> {
  const found = new Map<string, Membership>();
  for (const team of teamsOf(owner, teams)) {
    const membership = await readMembership(request, team, login);
    found.set(team, membership);
    if (membership === 'active') break;
  }
  return found;
}

async function readMembership(request: Request, team: string, login: string): Promise<Membership> {
  const [org = '', slug = ''] = team.split('/');
  const place = { org, team_slug: slug };
  const membership = await readSeen(
    request,
    `read whether ${login} is in ${team}`,
    'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
    { ...place, username: login },
  );
  if (membership === 'forbidden') return 'hidden';
  if (membership !== 'missing') return membership.state === 'active' ? 'active' : 'none';
  // GitHub says the same of somebody who is not in a team and of a team that is not there.
  const known = await readSeen(request, `read the team ${team}`, 'GET /orgs/{org}/teams/{team_slug}', place);
  return typeof known === 'string' ? 'hidden' : 'none';
}

type Seen = { state?: unknown } | 'missing' | 'forbidden';

async function readSeen(
  request: Request,
  what: string,
  route: `GET /${string}`,
  params: Record<string, unknown>,
): Promise<Seen> {
  try {
    const { data } = await call(request, what, route, params);
    return { state: data?.state };
  } catch (error) {
    // A limit is a 403, too, and passes.
    if (!(error instanceof Fault) || error.code !== 'github-refused') throw error;
    const status = statusOf(error);
    if (status !== 403 && status !== 404) throw error;
    return status === 404 ? 'missing' : 'forbidden';
  }
}
