import type { User, World } from '../state.ts';
import { nodeId } from './notation.ts';

/** A user, bot or organisation: the description's `simple-user`. */
export function userJson(world: World, user: User) {
  const { api, origin } = world.urls;
  const name = encodeURIComponent(user.login);
  const url = `${api}/users/${name}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    avatar_url: `${origin}/avatars/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${origin}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}
