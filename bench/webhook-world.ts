import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../app/settings.ts';
import { FILES } from '../lab/faults/app/repository-files.ts';
import { commitInto, makeBare } from '../lab/github/bare-repository.ts';
import { sharedAppKeys } from '../lab/github/keys.ts';
import { startGitHub } from '../lab/github/server.ts';
import type { Template } from './webhook-load.ts';

export type WebhookWorld = {
  folder: string;
  secret: string;
  /** A comment that is no command. */
  idle: Template;
  /** A comment that is answered: GitHub is asked for a role and for files, and told a reply. */
  command: Template;
  /** How many comments apps have written at GitHub so far. */
  written(): number;
  /** Of an app that keeps its store in this folder. */
  settings(stateDir: string): Settings;
  close(): Promise<void>;
};

const secret = 'dummy-webhook-secret';

/** Nobody dispatches here. */
const noRun = () => Promise.reject(new Error('no run was asked for'));

/** GitHub's stand-in with one repository, and what apps need to work for it. */
export async function makeWebhookWorld(): Promise<WebhookWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dispatch-webhooks-'));
  const gitDir = join(folder, 'bare.git');
  await makeBare(gitDir);
  await commitInto(gitDir, { change: FILES, onto: 'main' });
  const keys = sharedAppKeys();
  const github = await startGitHub({ app: { publicKey: keys.publicKey }, runJob: noRun });
  github.createUser('wanda');
  // Nobody listens there: the templates are sent by hand.
  github.setWebhook({ url: 'http://127.0.0.1:9/', secret });
  const { fullName } = github.createRepository({ owner: 'acme', name: 'app', gitDir });
  github.setRole(fullName, 'wanda', 'write');
  const { number } = github.createIssue(fullName, { title: 'It is slow', author: 'wanda' });
  const template = async (body: string): Promise<Template> => {
    const { id } = github.comment(fullName, number, 'wanda', body);
    await github.idle();
    const found = github.deliveries.find(
      ({ request }) => (request.payload as Partial<Template>).comment?.id === id,
    );
    if (!found) throw new Error('GitHub’s stand-in told nobody of a comment');
    return found.request.payload as Template;
  };
  const ticketKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    folder,
    secret,
    written: () =>
      github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/comments')).length,
    idle: await template('Thanks, I will have a look at it tomorrow.'),
    command: await template('/dispatch help'),
    settings: (stateDir) => ({
      appId: String(github.app.id),
      privateKey: keys.privateKey,
      webhookSecret: secret,
      ticketPrivateKey: String(ticketKey),
      host: '127.0.0.1',
      port: 0,
      apiUrl: github.api,
      workflow: 'dispatch.yml',
      pacing: 'none',
      stateDir,
    }),
    async close() {
      await github.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
