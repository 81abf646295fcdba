import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  existsSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AGENT_UID } from '../../../edge/cage/identity.ts';
import { copyWorkspace } from '../../../edge/files/workspace.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-test-'));
  mkdirSync(join(root, 'from/.git/hooks'), { recursive: true });
  writeFileSync(join(root, 'from/.git/HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    join(root, 'from/.git/config'),
    '[http]\n\textraheader = AUTHORIZATION: basic ZHVtbXktdG9rZW4=\n[core]\n\tfsmonitor = /bin/evil\n',
  );
  writeFileSync(join(root, 'from/.git/hooks/post-checkout'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(root, 'from/a.txt'), 'a', { mode: 0o600 });
  symlinkSync('/etc/passwd', join(root, 'from/link'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the copy carries no credential, no hook and no setting of the checkout', async () => {
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  const config = readFileSync(join(root, 'to/.git/config'), 'utf8');
  expect(config).not.toMatch(/extraheader|fsmonitor/);
  expect(existsSync(join(root, 'to/.git/hooks'))).toBe(false);
  // The original is left as it was, so that later steps of the job still work.
  expect(readFileSync(join(root, 'from/.git/config'), 'utf8')).toMatch(/extraheader/);
});

test('links stay links: nothing outside is copied in', async () => {
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  expect(readlinkSync(join(root, 'to/link'))).toBe('/etc/passwd');
});

test('a pipe does not hang the copy and is left behind', async () => {
  execFileSync('mkfifo', [join(root, 'from/pipe')]);
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  expect(existsSync(join(root, 'to/pipe'))).toBe(false);
});

test('a .git that is a link or a file stays behind, and where it leads nothing is touched', async () => {
  renameSync(join(root, 'from/.git'), join(root, 'real-git'));
  symlinkSync(join(root, 'real-git'), join(root, 'from/.git'));
  mkdirSync(join(root, 'from/tree'));
  writeFileSync(join(root, 'from/tree/.git'), `gitdir: ${join(root, 'real-git')}\n`);
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  expect(readFileSync(join(root, 'real-git/config'), 'utf8')).toMatch(/extraheader/);
  expect(lstatSync(join(root, 'to/.git'), { throwIfNoEntry: false })).toBeUndefined();
  expect(existsSync(join(root, 'to/tree/.git'))).toBe(false);
});

test('a second checkout inside the workspace loses its credential too', async () => {
  cpSync(join(root, 'from/.git'), join(root, 'from/libs/one/.git'), { recursive: true });
  mkdirSync(join(root, 'from/.git/modules/sub'), { recursive: true });
  writeFileSync(join(root, 'from/.git/modules/sub/config'), '[http]\n\textraheader = dummy\n');
  writeFileSync(join(root, 'from/.git/credentials'), 'https://x:dummy@github.com\n');
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  const found = spawnSync('grep', ['-rlE', 'extraheader|dummy', join(root, 'to')], { encoding: 'utf8' });
  expect(found.stdout).toBe('');
  expect(existsSync(join(root, 'to/libs/one/.git/HEAD'))).toBe(true);
});

test('names that are not UTF-8 and names with line breaks are copied as they are', async () => {
  const name = Buffer.from([0x66, 0xfc, 0x72, 0x0a, 0xff]);
  const at = (folder: string) => Buffer.concat([Buffer.from(`${join(root, folder)}/`), name]);
  mkdirSync(at('from'));
  writeFileSync(Buffer.concat([at('from'), Buffer.from('/x')]), 'x');
  await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null });
  expect(readdirSync(join(root, 'to'), { encoding: 'buffer' }).some((one) => one.equals(name))).toBe(true);
  expect(readFileSync(Buffer.concat([at('to'), Buffer.from('/x')]), 'utf8')).toBe('x');
});

test("the job's own temporary files stay behind when they lie inside the workspace", async () => {
  mkdirSync(join(root, 'from/_temp/run'), { recursive: true });
  writeFileSync(join(root, 'from/_temp/git-credentials.config'), 'dummy');
  await copyWorkspace(join(root, 'from'), join(root, 'from/_temp/run/workspace'), {
    agentUid: null,
    except: [join(root, 'from/_temp')],
  });
  expect(readdirSync(join(root, 'from/_temp/run/workspace')).toSorted()).toEqual(['.git', 'a.txt', 'link']);
});

test('a cancelled copy ends at once', async () => {
  const cancelled = AbortSignal.abort(new Error('cancelled'));
  const copying = copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: null, cancelled });
  await expect(copying).rejects.toThrow('cancelled');
});

test.runIf(process.getuid?.() === 0)(
  "root gives the copy to the agent, and the checkout stays its owner's",
  async () => {
    await copyWorkspace(join(root, 'from'), join(root, 'to'), { agentUid: AGENT_UID });
    expect(statSync(join(root, 'to/a.txt')).uid).toBe(AGENT_UID);
    expect(statSync(join(root, 'from/a.txt')).uid).toBe(0);
    // A hostile link must not hand a file of the machine to the agent.
    expect(statSync('/etc/passwd').uid).toBe(0);
  },
);

test('a workspace that is not there is a fault that names it', async () => {
  await expect(
    copyWorkspace(join(root, 'nothing'), join(root, 'to'), { agentUid: null }),
  ).rejects.toMatchObject({
    code: 'workspace-unusable',
    message: expect.stringContaining('nothing'),
  });
});
