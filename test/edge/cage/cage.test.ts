import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cageCommand } from '../../../edge/cage/cage.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { findLimits } from '../../../edge/cage/limits.ts';
import { runBounded } from '../../../edge/cage/run-bounded.ts';

/* The cage by itself, without the CLI's own sandbox inside: what it holds, it has to hold alone. */

const identity = await findIdentity(process.getuid?.() ?? -1);
const limits = await findLimits(identity);
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cage-test-'));
  for (const name of ['workspace', 'config', 'socket']) {
    mkdirSync(join(root, name));
    chmodSync(join(root, name), 0o777);
  }
  chmodSync(root, 0o755);
  for (const name of ['passwd', 'group', 'hosts'])
    writeFileSync(join(root, 'config', name), 'agent:x:1:1::/:/bin/sh\n');
  writeFileSync(join(root, 'outside.txt'), 'OUTSIDE\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function command(script: string, writable = false) {
  const contents = {
    workspace: join(root, 'workspace'),
    writable,
    claude: '/bin/true',
    configFolder: join(root, 'config'),
    socketFolder: join(root, 'socket'),
    workingDir: '.',
    limits,
  };
  return cageCommand(contents, { PATH: '/usr/bin:/bin' }, ['/bin/bash', '-c', script], identity);
}

async function inCage(script: string, writable = false): Promise<string> {
  const ended = await runBounded(command(script, writable), { env: {}, timeoutMs: 15_000 });
  expect(ended.stdout, ended.stderr).toContain('END');
  return ended.stdout;
}

test('there is no network: not the loopback of the machine, and no other address', async () => {
  const server = createServer((socket) => socket.end('REACHED'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const reach = `timeout 2 bash -c 'cat </dev/tcp/127.0.0.1/${port}'; cat /proc/net/dev; echo END`;
    const out = await inCage(reach);
    expect(out).not.toContain('REACHED');
    expect(out.match(/^\s*\w+:/gm)).toEqual([expect.stringMatching(/^\s*lo:$/)]);
    // The address is a good one for whoever is not in the cage.
    const outside = await runBounded(
      { program: '/bin/bash', args: ['-c', reach] },
      { env: {}, timeoutMs: 5000 },
    );
    expect(outside.stdout).toContain('REACHED');
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('nobody else shows: no process, no file, no variable of the machine', async () => {
  const out = await inCage(
    `ls ${root} /root /home/* /var 2>/dev/null; cat ${root}/outside.txt 2>/dev/null; ` +
      'cat /proc/[0-9]*/environ | tr "\\0" "\\n"; echo "pids=$(ls -d /proc/[0-9]* | wc -l)"; id -u; ' +
      'grep -E "^(CapEff|CapPrm):" /proc/self/status; echo END',
  );
  expect(out).not.toMatch(/OUTSIDE|VITEST|NODE_|HOME=\/(root|home)/);
  expect(Number(/pids=(\d+)/.exec(out)?.[1])).toBeLessThan(8);
  expect(out).not.toMatch(/^0$/m);
  expect(out.match(/Cap\w+:\s+0+$/gm)).toHaveLength(2);
});

test('the number of processes is limited', async () => {
  expect(Number(/limit=(\d+)/.exec(await inCage('echo "limit=$(ulimit -u)"; echo END'))?.[1])).toBeLessThan(
    5000,
  );
});

test('only a writable workspace and the scratch folders can be written', async () => {
  const tries =
    'for d in / /etc /etc/agent /usr /usr/bin /opt /run /run/agent /workspace /tmp /home/agent /dev/shm; do ' +
    '(echo x >$d/probe) 2>/dev/null && echo "W:$d"; done; echo END';
  const written = (out: string) => [...out.matchAll(/^W:(.*)$/gm)].map((match) => match[1]);
  expect(written(await inCage(tries))).not.toContain('/workspace');
  expect(written(await inCage(tries, true))).toContain('/workspace');
  expect(readdirSync(join(root, 'workspace'))).toEqual(['probe']);
  expect(readdirSync(join(root, 'config')).toSorted()).toEqual(['group', 'hosts', 'passwd']);
  expect(readdirSync(join(root, 'socket'))).toEqual([]);
  expect(readFileSync(join(root, 'outside.txt'), 'utf8')).toBe('OUTSIDE\n');
});

test('the cage ends with whoever started it, and with it a daemon that ignores signals', async () => {
  // A number of our own: other runs of this test, and what a broken cage left of them, are not looked at.
  const long = String(4_000_000 + process.pid);
  const { program, args } = command(
    `(trap "" TERM HUP INT; setsid sleep ${long} &) ; echo up; sleep ${long}`,
  );
  const starter = spawn(
    process.execPath,
    [
      '-e',
      'const { spawn } = require("node:child_process"); const [p, ...a] = process.argv.slice(1);' +
        'spawn(p, a, { env: {}, stdio: ["ignore", "inherit", "ignore"], detached: true });',
      program,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise((resolve) => starter.stdout.once('data', resolve));
  // Both sleepers start after the word that we waited for.
  await vi.waitUntil(() => sleepers(long) === 2, 20_000);
  starter.kill('SIGKILL');
  await vi.waitUntil(() => sleepers(long) === 0, 20_000);
});

/** How many processes of this machine sleep for that long. */
function sleepers(seconds: string): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') === `sleep\0${seconds}\0`;
    } catch {
      return false;
    }
  }).length;
}
