import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../package-root.ts';
import { openContentLimit } from './content-limit.ts';
import type { JobRunner } from '../runner/job-runner.ts';
import type { App, Grants, Installation, Repository, Run, User, WebhookTarget, World } from './state.ts';

export type GitHubOptions = {
  app: {
    /** The App's public key as PEM; `generateAppKeys` makes a pair. */
    publicKey: string;
    id?: number;
    slug?: string;
    clientId?: string;
    permissions?: Grants;
    /** The events it has subscribed to. */
    events?: string[];
  };
  webhook?: WebhookTarget;
  /** Runs the jobs of dispatched workflows. Without it runs stay queued. */
  runJob?: JobRunner;
  /** `owner/name` to the folder that `uses: owner/name@ref` runs; handed to the job runner. */
  actions?: Record<string, string>;
  /** Handed to the job runner as the machine's own environment. */
  environment?: Record<string, string>;
  onLog?: (run: Run, line: string) => void;
  /** Refuses content beyond 80 a minute and 500 an hour, as GitHub does. Off by default: tests are faster than people. */
  secondaryLimits?: boolean;
  /** The clock, in milliseconds. */
  now?: () => number;
  /** Default: a free one. */
  port?: number;
};

/** The App as people make it: what it may do in tests is what it may do on GitHub. */
export const { default_permissions: APP_PERMISSIONS, default_events: APP_EVENTS } = parse(
  readFileSync(join(packageRoot, 'app.yml'), 'utf8'),
) as { default_permissions: Grants; default_events: string[] };

/** Makes an empty world: the App, the App behind GITHUB_TOKEN, and nobody else. Addresses come with the server. */
export function makeWorld(options: GitHubOptions, closing: AbortSignal): World {
  const now = options.now ?? Date.now;
  let lastId = 1000;
  const nextId = () => (lastId += 1);
  const users = new Map<string, User>();
  const account = (login: string, type: User['type']) => {
    const user: User = { id: nextId(), login, type };
    users.set(login.toLowerCase(), user);
    return user;
  };
  const makeApp = (id: number, slug: string, permissions: Grants, events: string[]): App => ({
    id,
    slug,
    name: slug,
    clientId: `Iv23lab${id}`,
    owner: users.get('github') ?? account('github', 'Organization'),
    bot: account(`${slug}[bot]`, 'Bot'),
    permissions,
    events,
    createdAt: now(),
  });
  const { id = 1, slug = 'agent-dispatch', clientId, permissions = APP_PERMISSIONS, events } = options.app;
  const app = makeApp(id, slug, permissions, events ?? APP_EVENTS);
  return {
    urls: { origin: '', api: '', storage: '' },
    now,
    nextId,
    app: clientId === undefined ? app : { ...app, clientId },
    actionsApp: makeApp(15368, 'github-actions', {}, []),
    publicKey: options.app.publicKey,
    webhook: options.webhook ?? null,
    newApps: new Map(),
    users,
    repositories: new Map(),
    teams: new Map(),
    installations: [],
    comments: new Map(),
    runs: [],
    checks: [],
    reviews: [],
    protectionRequests: [],
    artifacts: new Map(),
    deliveries: [],
    violations: [],
    contentLimit: options.secondaryLimits === true ? openContentLimit(now) : null,
    closing,
    pending: new Set(),
    jobs: {
      ...(options.runJob ? { run: options.runJob } : {}),
      ...(options.onLog ? { onLog: options.onLog } : {}),
      actions: options.actions ?? {},
      environment: options.environment ?? {},
    },
  };
}

/** The repository called `owner/name`. Throws when the test names one that was never created. */
export function repositoryNamed(world: World, fullName: string): Repository {
  const found = world.repositories.get(fullName.toLowerCase());
  if (!found) throw new Error(`no repository ${fullName}: create it first with createRepository`);
  return found;
}

/** The installation that covers a repository, if any. */
export function installationOf(world: World, repository: Repository): Installation | undefined {
  return world.installations.find((installation) => installation.repositories.has(repository));
}
