import { notFound, ok, type Answer } from '../answer.ts';
import { membershipJson, teamJson } from '../nouns/team.ts';
import type { Team } from '../state.ts';
import type { OrganisationCall, OrganisationRoute } from './route.ts';

/** Teams, and who is in them. */
export const TEAM_ROUTES: readonly OrganisationRoute[] = [
  {
    name: 'GET /orgs/{org}/teams/{team_slug}',
    needs: ['members:read'],
    within: 'organisation',
    handle: team,
  },
  {
    name: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
    needs: ['members:read'],
    within: 'organisation',
    handle: membership,
  },
];

function team(call: OrganisationCall): Answer {
  const found = teamIn(call);
  if (!found) throw notFound();
  return ok(teamJson(call.world, found));
}

function membership(call: OrganisationCall): Answer {
  const team = teamIn(call);
  const login = String(call.params['username']).toLowerCase();
  const state = team?.members.get(login);
  // Somebody who is not in a team and a team that is not there look alike; the description knows of no body here.
  return team === undefined || state === undefined
    ? { status: 404 }
    : ok(membershipJson(call.world, team, login, state));
}

function teamIn({ world, organisation, params }: OrganisationCall): Team | undefined {
  const slug = String(params['team_slug']).toLowerCase();
  return world.teams.get(`${organisation.login.toLowerCase()}/${slug}`);
}
