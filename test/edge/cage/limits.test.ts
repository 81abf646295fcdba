import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cageCommand } from '../../../edge/cage/cage.ts';
import { watchDisk } from '../../../edge/cage/disk-watch.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { findLimits, type Limits } from '../../../edge/cage/limits.ts';
import { runBounded } from '../../../edge/cage/run-bounded.ts';

/* What the agent can use up: memory, processes, files, disk. */

const identity = await findIdentity(process.getuid?.() ?? -1);
const limits = await findLimits(identity);
const none: Limits = { asRoot: [], asAgent: [], description: 'none' };
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'limits-test-'));
  chmodSync(root, 0o755);
  for (const name of ['workspace', 'config', 'socket']) mkdirSync(join(root, name));
  for (const name of ['passwd', 'group', 'hosts']) writeFileSync(join(root, 'config', name), '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function inCage(script: string, given = limits): Promise<string> {
  const contents = {
    workspace: join(root, 'workspace'),
    writable: false,
    claude: '/bin/true',
    configFolder: join(root, 'config'),
    socketFolder: join(root, 'socket'),
    workingDir: '.',
    limits: given,
  };
  const command = cageCommand(contents, { PATH: '/usr/bin:/bin' }, ['/bin/bash', '-c', script], identity);
  const ended = await runBounded(command, { env: {}, timeoutMs: 20_000 });
  return ended.stdout + ended.stderr;
}

test('says which limits there are', () => {
  expect(limits.description).toMatch(
    /^limits for (each process \(rlimit\)|all processes together \(cgroup v2\))$/,
  );
});

test.each([
  ['files of more than 2 GiB', 'ulimit -f', /^2097152$/m],
  ['open files', 'ulimit -n', /^16384$/m],
  ['processes', 'ulimit -u', /^4096$/m],
  ['core dumps', 'ulimit -c', /^0$/m],
])('%s are limited', async (_what, script, expected) => {
  expect(await inCage(script)).toMatch(expected);
});

test.runIf(identity.privilege === 'root')(
  'memory is limited; ablation: without limits the same claim is granted',
  async () => {
    const script =
      'a=; for i in $(seq 20); do a="$a$(head -c 1000000 /dev/zero | tr "\\0" x)"; done; echo "got=${#a}"';
    const small: Limits = {
      ...limits,
      asAgent: limits.asAgent.map((word) => (word.startsWith('--data=') ? '--data=12000000' : word)),
    };
    expect(await inCage(script, small)).not.toContain('got=20000000');
    expect(await inCage(script, none)).toContain('got=20000000');
    expect(limits.asAgent.some((word) => word.startsWith('--data='))).toBe(true);
  },
);

test.each(['/tmp', '/dev/shm', '/home/agent'])('%s holds half a gigabyte and no more', async (folder) => {
  const out = await inCage(
    `head -c 700000000 /dev/zero >${folder}/x; stat -c %s ${folder}/x; rm ${folder}/x`,
  );
  expect(out).toContain('No space left');
  expect(Number(/^\d+$/m.exec(out)?.[0])).toBeLessThanOrEqual(512 * 1024 * 1024);
});

test.each(['/', '/dev', '/run', '/etc', '/home', '/opt'])('%s cannot be filled', async (folder) => {
  const out = await inCage(`echo x >${folder}/probe; echo END`);
  expect(out).toContain('END');
  expect(out).toMatch(/Read-only file system|Permission denied/);
});

test('a workspace that grows beyond its limit ends the run, and others’ files do not', async () => {
  const [mine, others] = [join(root, 'workspace'), join(root, 'others')];
  mkdirSync(others);
  writeFileSync(join(mine, 'before'), Buffer.alloc(30_000_000));
  const watch = watchDisk(mine, identity, { bytes: 20_000_000, files: 100_000 });
  const outcome = (ms: number) =>
    Promise.race([watch.full, new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))]);
  expect(await outcome(500)).toBeNull();
  writeFileSync(join(others, 'file'), Buffer.alloc(60_000_000, 1));
  expect(await outcome(1500)).toBeNull();
  // What others remove does not make room for the agent.
  rmSync(join(others, 'file'));
  expect(await outcome(600)).toBeNull();
  for (let index = 0; index < 6; index += 1)
    writeFileSync(join(mine, `file-${index}`), Buffer.alloc(8_000_000, 1));
  expect(await outcome(15_000)).toMatchObject({
    code: 'workspace-full',
    because: expect.stringContaining('46 MiB'),
  });
  watch.stop();
});

test('so do too many files', async () => {
  const mine = join(root, 'workspace');
  const watch = watchDisk(mine, identity, { bytes: 1e12, files: 500 });
  let written = 0;
  // Again and again: what is there before the watch has looked for the first time does not count.
  const writing = setInterval(() => {
    for (let index = 0; index < 700; index += 1) writeFileSync(join(mine, `f${written++}`), '');
  }, 500);
  const outcome = await watch.full;
  clearInterval(writing);
  expect(outcome).toMatchObject({
    code: 'workspace-full',
    because: expect.stringContaining('files'),
  });
  watch.stop();
}, 20_000);
