import type { Team, User, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';

/** A team: the description's `team-full`. */
export function teamJson(world: World, team: Team) {
  const { id, slug, organisation, members, createdAt } = team;
  const url = teamUrl(world, team);
  return {
    id,
    node_id: nodeId('Team', id),
    url,
    html_url: `${world.urls.origin}/orgs/${organisation.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    permission: 'pull',
    type: 'organization',
    parent: null,
    members_count: [...members.values()].filter((state) => state === 'active').length,
    repos_count: 0,
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
    organization: organisationJson(world, organisation, createdAt),
  };
}

/** Somebody's place in a team: the description's `team-membership`. */
export function membershipJson(world: World, team: Team, login: string, state: 'active' | 'pending') {
  return { url: `${teamUrl(world, team)}/memberships/${login}`, role: 'member', state };
}

function teamUrl({ urls }: World, { organisation, slug }: Team): string {
  return `${urls.api}/orgs/${organisation.login}/teams/${slug}`;
}

function organisationJson({ urls, repositories }: World, organisation: User, createdAt: number) {
  const { id, login } = organisation;
  const url = `${urls.api}/orgs/${login}`;
  return {
    id,
    login,
    node_id: nodeId('Organization', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.origin}/avatars/u/${id}`,
    html_url: `${urls.origin}/${login}`,
    description: null,
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: [...repositories.values()].filter(({ owner }) => owner === organisation).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: 'Organization',
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
    archived_at: null,
  };
}
