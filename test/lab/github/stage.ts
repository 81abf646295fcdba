import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from '@octokit/request';
import { SignJWT, importPKCS8 } from 'jose';
import { sharedAppKeys } from '../../../lab/github/keys.ts';
import { startGitHub } from '../../../lab/github/server.ts';
import type { GitHubOptions } from '../../../lab/github/world.ts';
import { commitInto, makeBare, type Change } from '../../bare-repository.ts';

export const keys = sharedAppKeys();

export const WORKFLOW = `name: Dispatch
on:
  workflow_dispatch:
    inputs:
      ticket: { required: true, type: string }
      head: { required: false, default: '' }
      mood: { type: choice, options: [calm, bold], default: calm }
jobs: {}
`;

const FILES: Change = {
  'README.md': 'Hello\n',
  'src/main.ts': "console.log('hello');\n",
  'logo.bin': Buffer.from([0, 255, 254, 10, 13, 10]),
  '.github/workflows/dispatch.yml': WORKFLOW,
  '.github/workflows/ci.yml': 'name: CI\non: push\njobs: {}\n',
  'src/readme': { link: '../README.md' },
  'src/outside': { link: '/etc/hostname' },
};

/** A bare repository with one commit on main and one more on topic. */
async function bareRepository(gitDir: string) {
  await makeBare(gitDir);
  const main = await commitInto(gitDir, { change: FILES, onto: 'main', message: 'Begin' });
  const change = { 'README.md': 'Hello\nworld\n' };
  const message = 'Greet\n\nthe world';
  return { main, topic: await commitInto(gitDir, { change, onto: 'topic', from: 'main', message }) };
}

/** A stand-in with acme/app, its issue #1, alice who may write, and mallory who may not. */
export async function stage(options: Partial<GitHubOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-github-'));
  const gitDir = join(folder, 'bare.git');
  const { main, topic } = await bareRepository(gitDir);
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
