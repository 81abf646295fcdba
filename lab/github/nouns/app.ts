import type { App, Installation, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { userJson } from './user.ts';

/** A GitHub App: the description's `integration`. */
export function appJson(world: World, app: App) {
  const html = `${world.urls.origin}/apps/${app.slug}`;
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: nodeId('App', app.id),
    owner: userJson(world, app.owner),
    name: app.name,
    description: null,
    external_url: html,
    html_url: html,
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** An installation of the App on one account. */
export function installationJson(world: World, installation: Installation) {
  const { api, origin } = world.urls;
  return {
    id: installation.id,
    account: userJson(world, installation.account),
    repository_selection: 'selected',
    access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${origin}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    client_id: world.app.clientId,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}

/** How a webhook names the installation it is for. */
export function installationReference(installation: Installation) {
  return { id: installation.id, node_id: nodeId('IntegrationInstallation', installation.id) };
}
