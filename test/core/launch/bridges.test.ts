import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { insideCage } from '../../../core/launch/inside.ts';

test('a bridge listens before the CLI starts, and leads to its socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bridges-'));
  const socket = join(folder, 's');
  const server = createServer((one) => one.end('FROM-THE-SOCKET\n'));
  await once(server.listen(socket), 'listening');
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const words = insideCage([], [{ port, socket }]);
  // Bash stands for the CLI, and asks at once.
  const asking = ['/bin/bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`];
  const [shell = '', ...args] = [...words.slice(0, words.indexOf('--') + 1), ...asking];
  const child = spawn(shell, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    // In the cage its end takes the bridges with it; here they are of the child's group.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    server.close();
    rmSync(folder, { recursive: true });
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await once(child, 'exit');
  expect(said).toBe('FROM-THE-SOCKET\n');
});
