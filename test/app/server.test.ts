import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sharedAppKeys } from '../../lab/github/keys.ts';

const server = fileURLToPath(new URL('../../app/server.ts', import.meta.url));
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dispatch-server-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the app as a process with this environment alone; `onOut` gets what it has printed so far. */
function run(env: Record<string, string>, onOut: (text: string, stop: () => void) => void = () => {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [server], { env, cwd: folder });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      onOut(out, () => child.kill('SIGTERM'));
    });
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

test('without settings it says what is missing and ends with 1', async () => {
  const { code, err } = await run({});
  expect(code).toBe(1);
  expect(err).toMatch(/DISPATCH_APP_ID[\s\S]*DISPATCH_WEBHOOK_SECRET/);
});

test('with settings it listens, prints the ticket key, and ends cleanly on SIGTERM', async () => {
  const { code, out, err } = await run(
    {
      DISPATCH_APP_ID: '1',
      DISPATCH_PRIVATE_KEY: sharedAppKeys().privateKey,
      DISPATCH_WEBHOOK_SECRET: 'dummy-webhook-secret',
      DISPATCH_TICKET_PRIVATE_KEY: generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
      PORT: '0',
    },
    (text, stop) => {
      if (text.includes('ticket-key')) stop();
    },
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\nticket-key: [A-Za-z0-9_-]{59}\n$/);
});
