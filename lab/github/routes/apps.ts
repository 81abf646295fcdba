import { notFound, ok, page, unprocessable, type Answer } from '../answer.ts';
import { appJson, installationJson } from '../nouns/app.ts';
import { repositoryJson } from '../nouns/repository.ts';
import type { Grants, Installation, Repository } from '../state.ts';
import { installationOf } from '../world.ts';
import { iso } from '../nouns/notation.ts';
import { holdsOneOf, mintInstallationToken } from '../tokens.ts';
import type { AppRoute, Call } from './route.ts';

/** The App looks at itself and makes tokens for its installations. */
export const APP_ROUTES: readonly AppRoute[] = [
  { name: 'GET /app', needs: 'app', handle: ({ world }) => ok(appJson(world, world.app)) },
  { name: 'GET /app/installations', needs: 'app', handle: listInstallations },
  {
    name: 'GET /app/installations/{installation_id}',
    needs: 'app',
    handle: (call) => ok(installationJson(call.world, installationFrom(call))),
  },
  { name: 'POST /app/installations/{installation_id}/access_tokens', needs: 'app', handle: makeToken },
  { name: 'GET /repos/{owner}/{repo}/installation', needs: 'app', handle: installationOfRepository },
];

function listInstallations(call: Call): Answer {
  const { items, headers } = page(call.world, call, call.world.installations);
  const body = items.map((installation) => installationJson(call.world, installation));
  return { status: 200, body, headers };
}

function installationFrom(call: Call): Installation {
  const found = call.world.installations.find(({ id }) => id === call.params['installation_id']);
  if (!found) throw notFound();
  return found;
}

function installationOfRepository(call: Call): Answer {
  const name = `${call.params['owner']}/${call.params['repo']}`.toLowerCase();
  const repository = call.world.repositories.get(name);
  const installation = repository ? installationOf(call.world, repository) : undefined;
  if (!installation) throw notFound();
  return ok(installationJson(call.world, installation));
}

function makeToken(call: Call): Answer {
  const installation = installationFrom(call);
  const asked = (call.body ?? {}) as {
    repositories?: string[];
    repository_ids?: number[];
    permissions?: Grants;
  };
  const narrowed = narrowRepositories(installation, asked);
  const permissions = narrowPermissions(installation, asked.permissions);
  const scope = { repositories: narrowed ?? installation.repositories, permissions };
  const { token, expiresAt } = mintInstallationToken(call.world, call.tokens, scope);
  const chosen = narrowed && [...narrowed].map((repository) => repositoryJson(call.world, repository));
  return ok(
    {
      token,
      expires_at: iso(expiresAt),
      permissions: { metadata: 'read', ...permissions },
      repository_selection: 'selected',
      ...(chosen ? { repositories: chosen } : {}),
    },
    201,
  );
}

function narrowRepositories(
  installation: Installation,
  asked: { repositories?: string[]; repository_ids?: number[] },
): Set<Repository> | null {
  if (!asked.repositories && !asked.repository_ids) return null;
  const all = [...installation.repositories];
  const byName = (asked.repositories ?? []).map((name) =>
    all.find((repository) => repository.name.toLowerCase() === name.toLowerCase()),
  );
  const byId = (asked.repository_ids ?? []).map((id) => all.find((repository) => repository.id === id));
  const found = [...byName, ...byId];
  if (found.includes(undefined)) {
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return new Set(found as Repository[]);
}

function narrowPermissions(installation: Installation, asked: Grants | undefined): Grants {
  if (!asked) return installation.permissions;
  for (const [name, level] of Object.entries(asked)) {
    if (!holdsOneOf({ metadata: 'read', ...installation.permissions }, [`${name}:${level}`])) {
      throw unprocessable('The permissions requested are not granted to this installation.');
    }
  }
  return asked;
}
