import { ACTION_ROUTES } from './actions.ts';
import { APP_ROUTES } from './apps.ts';
import { CHECK_ROUTES } from './checks.ts';
import { CONTENT_ROUTES } from './contents.ts';
import { DEPLOYMENT_ROUTES } from './deployments.ts';
import { DELIVERY_ROUTES } from './deliveries.ts';
import { GIT_ROUTES } from './git.ts';
import { MANIFEST_ROUTES } from './manifests.ts';
import { ISSUE_ROUTES } from './issues.ts';
import { PULL_ROUTES } from './pulls.ts';
import { REACTION_ROUTES } from './reactions.ts';
import { REPOSITORY_ROUTES } from './repositories.ts';
import { REVIEW_COMMENT_ROUTES } from './review-comments.ts';
import type { Route } from './route.ts';
import { TEAM_ROUTES } from './teams.ts';
import { USER_ROUTES } from './users.ts';

/** Every route that the stand-in serves. */
export const ROUTES: readonly Route[] = [
  ...APP_ROUTES,
  ...MANIFEST_ROUTES,
  ...DELIVERY_ROUTES,
  ...REPOSITORY_ROUTES,
  ...CONTENT_ROUTES,
  ...GIT_ROUTES,
  ...ISSUE_ROUTES,
  ...PULL_ROUTES,
  ...REVIEW_COMMENT_ROUTES,
  ...REACTION_ROUTES,
  ...ACTION_ROUTES,
  ...CHECK_ROUTES,
  ...DEPLOYMENT_ROUTES,
  ...TEAM_ROUTES,
  ...USER_ROUTES,
];

/** A route, with the values of its path still as text. */
export type Match = { route: Route; template: string; raw: Record<string, string> };

/** These hold slashes and take the rest of the path, as the {ref} of git/ref does. */
const GREEDY = new Set(['path', 'branch']);

const matchers = ROUTES.map((route) => {
  const [method = '', template = ''] = route.name.split(' ');
  return { route, method, template, ...compile(template) };
});

function compile(template: string) {
  const names: string[] = [];
  const source = template.replace(/\/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    const greedy = GREEDY.has(name) || template.endsWith(`/git/ref/{${name}}`);
    return greedy ? '(?:/(.*))?' : '/([^/]+)';
  });
  return { names, pattern: new RegExp(`^${source}$`) };
}

/** The route of a request; null when GitHub has none that we serve. `path` is below `/api/v3`. */
export function matchRoute(method: string, path: string): Match | null {
  for (const { route, method: wanted, template, names, pattern } of matchers) {
    const found = wanted === method ? pattern.exec(path) : null;
    if (!found) continue;
    const raw = names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]);
    return { route, template, raw: Object.fromEntries(raw) };
  }
  return null;
}
