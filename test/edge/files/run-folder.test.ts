import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRunFolder } from '../../../edge/files/run-folder.ts';

/** A run whose agent is the same user as we are. */
const own = { uid: 1, privilege: 'none' } as const;

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'run-folder-test-'));
});
afterEach(() => {
  execFileSync('chmod', ['-R', 'u+rwx', base]);
  rmSync(base, { recursive: true, force: true });
});

test('the socket can be made however deep the folder for temporary files lies', async () => {
  const deep = join(base, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(deep, { recursive: true });
  const folder = await makeRunFolder(deep, own);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(join(folder.sockets, 'api.sock'), resolve);
  });
  await new Promise((resolve) => server.close(resolve));
  expect(folder.root.startsWith(deep)).toBe(true);
  await folder.dispose();
  expect(existsSync(folder.root)).toBe(false);
  expect(existsSync(folder.sockets)).toBe(false);
});

test('what an agent leaves behind is removed: closed folders, names of any bytes, links not followed', async () => {
  const folder = await makeRunFolder(base, own);
  const closed = join(folder.root, 'workspace/closed/inner');
  mkdirSync(closed, { recursive: true });
  writeFileSync(join(closed, 'file'), 'x');
  chmodSync(closed, 0o000);
  chmodSync(dirname(closed), 0o000);
  const odd = Buffer.concat([Buffer.from(`${folder.root}/workspace/`), Buffer.from([0xff, 0x0a])]);
  mkdirSync(odd);
  writeFileSync(Buffer.concat([odd, Buffer.from('/x')]), 'x');
  mkdirSync(join(base, 'outside'));
  writeFileSync(join(base, 'outside/kept'), 'x');
  symlinkSync(join(base, 'outside'), join(folder.root, 'workspace/link'));
  await folder.dispose();
  expect(existsSync(folder.root)).toBe(false);
  expect(existsSync(join(base, 'outside/kept'))).toBe(true);
});
