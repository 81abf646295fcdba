import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sharedAppKeys } from '../../lab/github/keys.ts';

const CONTAINERFILE = readFileSync('deploy/Containerfile', 'utf8');
const USER = 65532;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-image-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the files of the image are enough to start the app, and its user changes none of them', async () => {
  const files = [...CONTAINERFILE.matchAll(/^COPY (?!--from)(\S+) (?:\S+)$/gm)].map(([, name]) => name ?? '');
  expect(files.toSorted()).toEqual(['app', 'core', 'edge', 'package.json']);
  for (const name of files) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const isRoot = process.getuid?.() === 0;
  const state = join(folder, 'state');
  mkdirSync(state, { mode: 0o700 });
  if (isRoot) execFileSync('chown', [`${USER}:${USER}`, state]);
  const ticketKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const child = spawn(process.execPath, ['app/server.ts'], {
    cwd: folder,
    ...(isRoot ? { uid: USER, gid: USER } : {}),
    env: {
      PORT: '0',
      DISPATCH_STATE_DIR: state,
      DISPATCH_APP_ID: '1',
      DISPATCH_PRIVATE_KEY: sharedAppKeys().privateKey,
      DISPATCH_WEBHOOK_SECRET: 'dummy-webhook-secret',
      DISPATCH_TICKET_PRIVATE_KEY: String(ticketKey),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  const url = await new Promise<string>((found, fail) => {
    createInterface(child.stdout).on('line', (line) => {
      const address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address !== undefined) found(address);
    });
    child.once('exit', (code) => fail(new Error(`ended with ${code}: ${said.join('')}`)));
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('each base is pinned, and the app is not root', () => {
  const bases = [...CONTAINERFILE.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(bases).toHaveLength(2);
  for (const base of bases) expect(base).toMatch(/@sha256:[0-9a-f]{64}$/);
  expect(CONTAINERFILE).toMatch(/^USER 65532:65532$/m);
});
