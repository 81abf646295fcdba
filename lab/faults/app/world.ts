import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../../app/settings.ts';
import { publicKeyText } from '../../../edge/keys/ticket-keys.ts';
import { commitInto, makeBare } from '../../github/bare-repository.ts';
import { sharedAppKeys } from '../../github/keys.ts';
import { startGitHub, type LabGitHub } from '../../github/server.ts';
import type { JobRunner } from '../../runner/job-order.ts';
import { loadApp, type AppUnderTest } from './app-under-test.ts';
import { openEngine, type Engine, type EngineName } from './engine.ts';
import type { AppHole, Watch } from './order.ts';
import { FILES } from './repository-files.ts';

const WEBHOOK_SECRET = 'dummy-webhook-secret';
/** Has the role write everywhere. */
export const WRITER = 'wanda';
/** So has whoever agrees to what the writer asked for. */
export const APPROVER = 'rosa';

/** GitHub's stand-in, a store, and apps that come and go. */
export type FaultWorld = {
  github: LabGitHub;
  engine: Engine;
  /** Where GitHub sends its webhooks: there the first app listens. */
  webhooks: { url: string; secret: string };
  /** What workflows need as `ticket-key`. */
  ticketKey: string;
  /** Makes a repository of an owner of its own with one issue in it. */
  repository(
    name: string,
    options?: { isPrivate?: boolean },
  ): { fullName: string; id: number; issue: number };
  /** A commit on top of the default branch's. */
  topic: string;
  /** Starts an app, at the port that GitHub knows, or at any other. */
  startApp(at?: 'known-port' | 'any-port'): Promise<AppUnderTest>;
  /** Kills what runs and removes what was written. */
  close(): Promise<void>;
};

export type FaultWorldOptions = {
  engine: EngineName;
  runJob: JobRunner;
  holes?: readonly AppHole[];
  /** The files of every repository. */
  files?: Record<string, string>;
  /** Settings of the app that differ. */
  settings?: Partial<Settings>;
  watch?: Watch;
};

/** Makes a world without any app yet. */
export async function makeFaultWorld(options: FaultWorldOptions): Promise<FaultWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dispatch-faults-'));
  const gitDir = join(folder, 'bare.git');
  await makeBare(gitDir);
  await commitInto(gitDir, { change: options.files ?? FILES, onto: 'main' });
  const topic = await commitInto(gitDir, { change: { 'notes.md': 'Notes\n' }, from: 'main', onto: 'topic' });
  const engine = await openEngine(options.engine, folder);
  const keys = sharedAppKeys();
  const port = await freePort();
  const github = await startGitHub({ app: { publicKey: keys.publicKey }, runJob: options.runJob });
  for (const login of [WRITER, APPROVER]) github.createUser(login);
  const webhooks = { url: `http://127.0.0.1:${port}/api/github/webhooks`, secret: WEBHOOK_SECRET };
  github.setWebhook(webhooks);
  const settings: Settings = {
    appId: String(github.app.id),
    privateKey: keys.privateKey,
    webhookSecret: WEBHOOK_SECRET,
    ticketPrivateKey: String(
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ),
    host: '127.0.0.1',
    port,
    apiUrl: github.api,
    workflow: 'dispatch.yml',
    pacing: 'none',
    ...engine.settings,
    ...options.settings,
  };
  const apps = loading(folder);
  return {
    github,
    engine,
    webhooks,
    ticketKey: publicKeyText(settings.ticketPrivateKey),
    topic,
    repository: (name, { isPrivate = false } = {}) => newRepository(github, { name, isPrivate, gitDir }),
    async startApp(at = 'known-port') {
      const app = apps.next();
      const own = at === 'known-port' ? settings : { ...settings, port: 0 };
      const watch = options.watch === undefined ? {} : { watch: options.watch };
      await app.start({ settings: own, holes: options.holes ?? [], ...watch });
      return app;
    },
    async close() {
      await apps.close();
      await github.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Apps are loaded one ahead: loading takes longer than starting. */
function loading(folder: string) {
  const all: AppUnderTest[] = [];
  const load = (): AppUnderTest => {
    const app = loadApp(join(folder, `app-${all.length}`));
    all.push(app);
    return app;
  };
  let spare = load();
  return {
    next(): AppUnderTest {
      const app = spare;
      spare = load();
      return app;
    },
    async close() {
      const living = all.filter((app) => !app.isDead());
      for (const app of living) await app.kill();
    },
  };
}

type NewRepository = { name: string; isPrivate: boolean; gitDir: string };

function newRepository(github: LabGitHub, { name, isPrivate, gitDir }: NewRepository) {
  // An installation of its own: a token that an app holds since before does not cover it.
  const made = github.createRepository({ owner: name, name: 'app', gitDir });
  made.private = isPrivate;
  const { fullName, id } = made;
  for (const login of [WRITER, APPROVER]) github.setRole(fullName, login, 'write');
  const { number: issue } = github.createIssue(fullName, { title: 'It is slow', author: WRITER });
  return { fullName, id, issue };
}

/** Below the ports that the system gives to outgoing connections, so that nobody takes it while the app is down. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port between 20000 and 32000');
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
