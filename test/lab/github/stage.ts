import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { request } from '@octokit/request';
import { SignJWT, importPKCS8 } from 'jose';
import { afterAll } from 'vitest';
import { git } from '../../../edge/runner/git.ts';
import { generateAppKeys } from '../../../lab/github/keys.ts';
import { startGitHub } from '../../../lab/github/server.ts';
import type { GitHubOptions } from '../../../lab/github/world.ts';

/** One pair for all tests of a file: making one takes longer than most tests. */
export const keys = generateAppKeys();

export const WORKFLOW = `name: Dispatch
on:
  workflow_dispatch:
    inputs:
      ticket: { required: true, type: string }
      head: { required: false, default: '' }
      mood: { type: choice, options: [calm, bold], default: calm }
jobs: {}
`;

const FILES: Record<string, string | Buffer> = {
  'README.md': 'Hello\n',
  'src/main.ts': "console.log('hello');\n",
  'logo.bin': Buffer.from([0, 255, 254, 10, 13, 10]),
  '.github/workflows/dispatch.yml': WORKFLOW,
  '.github/workflows/ci.yml': 'name: CI\non: push\njobs: {}\n',
};

/** A bare repository with one commit on main and one more on topic. */
async function bareRepository(folder: string) {
  const work = join(folder, 'work');
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), content);
  }
  await symlink('../README.md', join(work, 'src/readme'));
  await symlink('/etc/hostname', join(work, 'src/outside'));
  const run = (...args: string[]) =>
    git(['-c', 'user.name=Ada', '-c', 'user.email=ada@example.test', ...args], work);
  await run('init', '-q', '-b', 'main');
  await run('add', '.');
  await run('commit', '-qm', 'Begin');
  const main = await run('rev-parse', 'HEAD');
  await run('checkout', '-qb', 'topic');
  await writeFile(join(work, 'README.md'), 'Hello\nworld\n');
  await run('commit', '-qam', 'Greet\n\nthe world');
  const topic = await run('rev-parse', 'HEAD');
  const gitDir = join(folder, 'bare.git');
  await git(['clone', '-q', '--bare', work, gitDir], folder);
  return { gitDir, main, topic };
}

/** Built once for a file's tests and copied for each: commits cost more than copies. */
let template: ReturnType<typeof bareRepository> | undefined;
afterAll(async () => {
  if (template) await rm(dirname((await template).gitDir), { recursive: true });
});

/** A stand-in with acme/app, its issue #1, alice who may write, and mallory who may not. */
export async function stage(options: Partial<GitHubOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-github-'));
  const gitDir = join(folder, 'bare.git');
  template ??= bareRepository(await mkdtemp(join(tmpdir(), 'lab-template-')));
  const { main, topic, gitDir: original } = await template;
  await cp(original, gitDir, { recursive: true });
  const github = await startGitHub({ app: { publicKey: keys.publicKey }, ...options });
  github.createUser('acme', 'Organization');
  github.createUser('alice');
  github.createUser('mallory');
  github.createRepository({ owner: 'acme', name: 'app', gitDir, private: true });
  github.setRole('acme/app', 'alice', 'maintain');
  github.createIssue('acme/app', { title: 'It is slow', author: 'alice' });
  const end = async () => {
    await github.close();
    await rm(folder, { recursive: true });
  };
  return {
    github,
    gitDir,
    main,
    topic,
    /** A client whose answers are returned, errors included. */
    as: (token: string) => client(github.api, token),
    end,
    /** Ends, and fails the test when anything violated the description on the way. */
    async endClean() {
      await end();
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, null, 2));
    },
  };
}

// oxlint-disable-next-line no-explicit-any -- tests read freely what the description has already checked
type Json = any;

export type Answer = { status: number; data: Json; headers: Record<string, string | undefined> };

function client(baseUrl: string, token: string) {
  const authorization = token.split('.').length === 3 ? `Bearer ${token}` : `token ${token}`;
  return async (route: string, parameters: Record<string, unknown> = {}): Promise<Answer> => {
    const sent = { baseUrl, ...parameters, headers: { authorization, ...(parameters['headers'] as object) } };
    try {
      return (await request(route, sent)) as unknown as Answer;
    } catch (error) {
      const { response } = error as { response?: Answer };
      if (!response) throw error;
      return response;
    }
  };
}

/** The App's JWT; `claims` override the good ones. */
export async function appJwt(claims: Record<string, unknown> = {}, privateKey = keys.privateKey) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iat: now - 30, exp: now + 300, iss: '1', ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(await importPKCS8(privateKey, 'RS256'));
}

export type Heard = { headers: IncomingHttpHeaders; text: string; payload: Json };

/** An App's ear that keeps what it hears and answers with `status`. */
export async function listener(status = 202) {
  const heard: Heard[] = [];
  const hear = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    heard.push({ headers: incoming.headers, text, payload: JSON.parse(text) });
    response.writeHead(status).end('heard');
  };
  const server = createServer((incoming, response) => void hear(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const end = () => {
    server.closeAllConnections();
    return new Promise<unknown>((resolve) => server.close(resolve));
  };
  return { heard, url, end };
}
