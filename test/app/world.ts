import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type App } from '../../app/main.ts';
import type { Settings } from '../../app/settings.ts';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import type { GitHubOptions } from '../../lab/github/world.ts';
import { startGitHub } from '../../lab/github/server.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../lab/github/world.ts';
import { playing, succeeds, type Play } from '../../lab/faults/app/canned-run.ts';
import { FILES } from '../../lab/faults/app/repository-files.ts';
import { commitInto, makeBare } from '../../lab/github/bare-repository.ts';

export { claimsIn, goodResult, succeeds, zipOf, type Play } from '../../lab/faults/app/canned-run.ts';
export { FILES };

const appKeys = sharedAppKeys();
export const ticketPrivateKey = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
export const WEBHOOK_SECRET = 'dummy-webhook-secret';

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** GitHub's stand-in with acme/app, `wanda` who may write, `rita` who may read, and the real app. */
export async function makeWorld(
  options: {
    files?: Record<string, string>;
    play?: Play;
    settings?: Partial<Settings>;
    /** Of GitHub's stand-in. */
    github?: Pick<GitHubOptions, 'secondaryLimits' | 'now'>;
    /** What the App was given besides what `app.yml` asks for. */
    more?: { permissions: Record<string, string>; events: string[] };
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'dispatch-app-'));
  const gitDir = join(folder, 'bare.git');
  await makeBare(gitDir);
  await commitInto(gitDir, { change: options.files ?? FILES, onto: 'main' });
  const github = await startGitHub({
    app: { publicKey: appKeys.publicKey, ...(options.more && withMore(options.more)) },
    ...options.github,
    runJob: playing(options.play ?? succeeds()),
  });
  for (const login of ['wanda', 'rita']) github.createUser(login);
  const repository = github.createRepository({ owner: 'acme', name: 'app', gitDir });
  github.setRole('acme/app', 'wanda', 'write');
  github.setRole('acme/app', 'rita', 'read');
  const issue = github.createIssue('acme/app', { title: 'It is slow', author: 'wanda' });
  const logged: string[] = [];
  const settings = (): Settings => ({
    appId: String(github.app.id),
    privateKey: appKeys.privateKey,
    webhookSecret: WEBHOOK_SECRET,
    ticketPrivateKey,
    stateDir: join(folder, 'state'),
    host: '127.0.0.1',
    port: 0,
    apiUrl: github.api,
    workflow: 'dispatch.yml',
    pacing: 'none',
    // Tests count what is written; on a busy machine a run is told of while it works.
    tellsProgress: false,
    ...options.settings,
  });
  const start = (): Promise<App> => startApp({ log: (line) => logged.push(line), ...settings() });
  let app = await start();
  const killers: (() => void)[] = [];
  const replicas: App[] = [];
  const listen = (): void =>
    github.setWebhook({ url: `${app.url}/api/github/webhooks`, secret: WEBHOOK_SECRET });
  listen();
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await github.idle();
      await app.idle();
    }
  };
  const another = async (): Promise<App> => {
    const replica = await start();
    replicas.push(replica);
    return replica;
  };
  return {
    github,
    repository,
    issue,
    gitDir,
    logged,
    stateFile: join(folder, 'state', 'dispatch.db'),
    get app() {
      return app;
    },
    settle,
    settings,
    /** Starts one more replica of the app. */
    another,
    /** Writes a comment and waits until the world is quiet. */
    async says(login: string, body: string, number = issue.number) {
      const comment = github.comment('acme/app', number, login, body);
      await settle();
      return comment;
    },
    /** Does something while the app's next comment is written: before the app knows that it is. */
    atComment(act: () => void) {
      const alter = (body: unknown) => (act(), body);
      github.faults.add({ method: 'POST', path: /issues\/\d+\/comments$/, times: 1, respond: { alter } });
    },
    /** What the app wrote in the thread, as it stands now. */
    answers: (number = issue.number) =>
      github.listComments('acme/app', number).filter(({ author }) => author.type === 'Bot'),
    dispatches: () => github.requests.filter(({ path }) => path.endsWith('/dispatches')),
    /**
     * Closes the app and runs it as a process of its own until `act` has made it call `method path` for
     * the `nth` time, or with an answer like `nth`: then GitHub does what it was asked, and the process
     * is killed before it hears so.
     */
    async killedAt(method: string, path: RegExp, nth: number | RegExp, act: () => void) {
      await app.close();
      const child = await spawnApp(settings());
      killers.push(child.kill);
      github.setWebhook({ url: `${child.url}/api/github/webhooks`, secret: WEBHOOK_SECRET });
      let calls = 0;
      github.faults.add({
        method,
        path,
        respond: {
          alter(body) {
            calls += 1;
            if (typeof nth === 'number' ? calls === nth : nth.test(JSON.stringify(body))) child.kill();
            return body;
          },
        },
      });
      act();
      await child.dead;
      await github.idle();
      github.faults.clear();
    },
    async restart() {
      await app.close();
      app = await start();
      listen();
      await settle();
    },
    /** Restarts the app on a store that knows nothing. */
    async loseStore() {
      await app.close();
      await rm(join(folder, 'state'), { recursive: true });
      app = await start();
      listen();
      await settle();
    },
    async end() {
      for (const kill of killers) kill();
      for (const replica of [app, ...replicas]) await replica.close();
      await github.close();
      await rm(folder, { recursive: true });
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, null, 2));
    },
  };
}

/** The App as somebody makes it who asks for more than `app.yml` does. */
function withMore({ permissions, events }: { permissions: Record<string, string>; events: string[] }) {
  return {
    permissions: { ...APP_PERMISSIONS, ...permissions },
    events: [...APP_EVENTS, ...events],
  };
}

const RUN = `const { startApp } = await import(process.env.MAIN);
const app = await startApp(JSON.parse(process.env.SETTINGS));
process.stdout.write(app.url + '\\n');`;

async function spawnApp(settings: Settings) {
  const main = new URL('../../app/main.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', RUN], {
    env: { MAIN: main, SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const dead = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', () => reject(new Error('the app did not start')));
  });
  return { url, dead, kill: () => void child.kill('SIGKILL') };
}
