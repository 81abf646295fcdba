import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startApp, type App } from '../../app/main.ts';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub, type LabGitHub } from '../../lab/github/server.ts';
import { APP_PERMISSIONS } from '../../lab/github/world.ts';
import { packageRoot, toolCache } from '../../lab/package-root.ts';
import { makeJobRunner, type JobRunnerOptions } from '../../lab/runner/job-runner.ts';
import { networkSettings } from './network-settings.ts';

export type LocalWorldOptions = {
  /** A folder for everything that this world writes. */
  root: string;
  repository: { gitDir: string; name: string };
  /** The Messages API and the key for it, as a repository's variable and secret. */
  model: { url: string; apiKey: string };
  /** What the App was given besides what `app.yml` asks for. */
  permissions?: Record<string, string>;
  /** What the jobs and the app log, line by line. */
  onLog?: (line: string, from: 'job' | 'app') => void;
  /** How long a cancelled step of a job is given; GitHub's own times when absent. */
  delays?: JobRunnerOptions['delays'];
};

/** A whole world on this machine: GitHub's stand-in with one repository, its runner, and the real app. */
export type LocalWorld = {
  github: LabGitHub;
  app: App;
  /** `owner/name`. */
  repository: string;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const OWNER = 'example';
/** Has the role write in the repository. */
export const MAINTAINER = 'ada';

/** Starts the world on free ports of the loopback interface. All keys and secrets are made for it. */
export async function startLocalWorld(options: LocalWorldOptions): Promise<LocalWorld> {
  const keys = sharedAppKeys();
  const webhookSecret = randomBytes(24).toString('hex');
  const github = await startGitHub({
    app: {
      publicKey: keys.publicKey,
      ...(options.permissions && { permissions: { ...APP_PERMISSIONS, ...options.permissions } }),
    },
    runJob: makeJobRunner({
      root: join(options.root, 'runner'),
      toolCache,
      keep: true,
      ...(options.delays ? { delays: options.delays } : {}),
    }),
    actions: { 'agent-dispatch/agent-dispatch': packageRoot },
    environment: networkSettings(),
    ...(options.onLog ? { onLog: (_run: unknown, line: string) => options.onLog?.(line, 'job') } : {}),
  });
  const ticketKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const app = await startApp({
    appId: String(github.app.id),
    privateKey: keys.privateKey,
    webhookSecret,
    ticketPrivateKey: String(ticketKey),
    stateDir: join(options.root, 'app'),
    host: '127.0.0.1',
    port: 0,
    apiUrl: github.api,
    workflow: 'dispatch.yml',
    pacing: 'none',
    log: (line) => options.onLog?.(line, 'app'),
  });
  github.setWebhook({ url: `${app.url}/api/github/webhooks`, secret: webhookSecret });
  const repository = furnish(github, app, options);
  return {
    github,
    app,
    repository,
    async idle() {
      // Each side can make work for the other; twice quiet in a row is quiet.
      for (let quiet = 0; quiet < 2; quiet += 1) {
        await github.idle();
        await app.idle();
      }
    },
    async close() {
      await app.close();
      await github.close();
    },
  };
}

function furnish(github: LabGitHub, app: App, options: LocalWorldOptions): string {
  github.createUser(MAINTAINER);
  github.createRepository({ owner: OWNER, name: options.repository.name, gitDir: options.repository.gitDir });
  const repository = `${OWNER}/${options.repository.name}`;
  github.setRole(repository, MAINTAINER, 'write');
  github.setSecret(repository, 'ANTHROPIC_API_KEY', options.model.apiKey);
  github.setVariable(repository, 'DISPATCH_TICKET_KEY', app.ticketKey);
  github.setVariable(repository, 'ANTHROPIC_BASE_URL', options.model.url);
  return repository;
}
