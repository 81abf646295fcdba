import { setTimeout as sleep } from 'node:timers/promises';
import type { Permissions } from '../runner/job-runner.ts';
import { makeFaults, type Faults } from './faults.ts';
import { answerApi, close, listen, type LoggedRequest } from './http.ts';
import { makePeople, type People } from './people.ts';
import type { App, Delivery, Grants, Repository, Run, Violation, WebhookTarget, World } from './state.ts';
import { idle } from './background.ts';
import { installationOf, repositoryNamed } from './world.ts';
import { makeWorld, type GitHubOptions } from './world.ts';
import { makeStorage } from './storage.ts';
import { uninstall } from './installing.ts';
import { mintInstallationToken, mintJobToken, type Tokens } from './tokens.ts';
import { redeliver } from './webhooks.ts';

/** A running stand-in. `violations` must be empty at the end of a test. */
export type LabGitHub = People & {
  /** `http://127.0.0.1:port`, the address of its pages. */
  url: string;
  /** The address of its API, for `baseUrl`. */
  api: string;
  app: App;
  violations: readonly Violation[];
  requests: readonly LoggedRequest[];
  deliveries: readonly Delivery[];
  runs: readonly Run[];
  faults: Faults;
  setWebhook(target: WebhookTarget | null): void;
  /** Sends a delivery again with its GUID; see `deliveries` for the ids. */
  redeliver(id: number): Delivery;
  /** The id of the App's installation on a repository. Throws when it is not installed there. */
  installationId(repository: string): number;
  /** A token as POST access_tokens makes it, without the round trip: all of the App's permissions, or fewer. */
  mintInstallationToken(repository: string, permissions?: Grants): string;
  /** The GITHUB_TOKEN of a job in a repository, named or by id. */
  mintJobToken(repository: string | number, permissions: Permissions): string;
  /** Takes the App off the account that owns this repository: its tokens end, and the App is told. */
  uninstall(repository: string): void;
  expireArtifact(id: number): void;
  /** Resolves when no run and no delivery is under way. */
  idle(): Promise<void>;
  /** Aborts the runs and stops listening. */
  close(): Promise<void>;
};

/** A cancelled step is killed 10 s after it was asked to stop, on GitHub and here. */
const PATIENCE_MS = 12_000;

/** Starts a strict, stateful stand-in for GitHub's API on 127.0.0.1, under `/api/v3`. */
export async function startGitHub(options: GitHubOptions): Promise<LabGitHub> {
  const closing = new AbortController();
  const tokens: Tokens = new Map();
  const faults = makeFaults();
  const requests: LoggedRequest[] = [];
  const world = makeWorld(options, closing.signal);
  const storage = makeStorage(world);
  const shared = { world, tokens, storage, faults, requests, closing: closing.signal };
  const api = await listen((request, response) => answerApi(shared, request, response), options.port);
  // Another port is another origin: clients must not carry their token over to it.
  const store = await listen(async (request, response) => {
    const { status, headers, bytes } = storage.answer(request);
    response.writeHead(status, headers).end(bytes);
  });
  world.urls = { origin: api.origin, api: `${api.origin}/api/v3`, storage: store.origin };
  return {
    ...makePeople(world),
    ...observing(world, requests),
    ...issuing(world, tokens),
    faults,
    async close() {
      world.webhook = null;
      closing.abort();
      for (const run of world.runs) run.abort.abort();
      // Jobs get a moment to end their processes; one that ignores its signal does not hold us up.
      await Promise.race([idle(world), sleep(PATIENCE_MS, undefined, { ref: false })]);
      await Promise.all([close(api.server), close(store.server)]);
    },
  };
}

function observing(world: World, requests: LoggedRequest[]) {
  const { app, violations, deliveries, runs } = world;
  return {
    url: world.urls.origin,
    api: world.urls.api,
    app,
    violations,
    requests,
    deliveries,
    runs,
    setWebhook(target: WebhookTarget | null) {
      world.webhook = target;
    },
    redeliver: (id: number) => redeliver(world, id),
    idle: () => idle(world),
    expireArtifact(id: number) {
      const artifact = world.artifacts.get(id);
      if (!artifact) throw new Error(`no artifact ${id}`);
      artifact.expired = true;
    },
  };
}

function issuing(world: World, tokens: Tokens) {
  const installed = (name: string) => {
    const repository = repositoryNamed(world, name);
    const installation = installationOf(world, repository);
    if (!installation) throw new Error(`the App is not installed on ${name}`);
    return { repository, installation };
  };
  return {
    installationId: (name: string) => installed(name).installation.id,
    uninstall: (name: string) => uninstall(world, tokens, installed(name).installation),
    mintInstallationToken(name: string, permissions?: Grants) {
      const { repository, installation } = installed(name);
      const scope = {
        repositories: new Set([repository]),
        permissions: permissions ?? installation.permissions,
      };
      return mintInstallationToken(world, tokens, scope).token;
    },
    mintJobToken(repository: string | number, permissions: Permissions) {
      return mintJobToken(world, tokens, repositoryBy(world, repository), permissions);
    },
  };
}

function repositoryBy(world: World, nameOrId: string | number): Repository {
  if (typeof nameOrId === 'string') return repositoryNamed(world, nameOrId);
  const found = [...world.repositories.values()].find(({ id }) => id === nameOrId);
  if (!found) throw new Error(`no repository with id ${nameOrId}`);
  return found;
}
