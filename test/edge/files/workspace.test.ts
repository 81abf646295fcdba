import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
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
  await copyWorkspace(join(root, 'from'), join(root, 'to'), null);
  const config = readFileSync(join(root, 'to/.git/config'), 'utf8');
  expect(config).not.toMatch(/extraheader|fsmonitor/);
  expect(existsSync(join(root, 'to/.git/hooks'))).toBe(false);
  // The original is left as it was, so that later steps of the job still work.
  expect(readFileSync(join(root, 'from/.git/config'), 'utf8')).toMatch(/extraheader/);
});

test('links stay links: nothing outside is copied in', async () => {
  await copyWorkspace(join(root, 'from'), join(root, 'to'), null);
  expect(readlinkSync(join(root, 'to/link'))).toBe('/etc/passwd');
});

test('a pipe does not hang the copy and is left behind', async () => {
  execFileSync('mkfifo', [join(root, 'from/pipe')]);
  await copyWorkspace(join(root, 'from'), join(root, 'to'), null);
  expect(existsSync(join(root, 'to/pipe'))).toBe(false);
});

test.runIf(process.getuid?.() === 0)(
  "root gives the copy to the agent, and the checkout stays its owner's",
  async () => {
    await copyWorkspace(join(root, 'from'), join(root, 'to'), AGENT_UID);
    expect(statSync(join(root, 'to/a.txt')).uid).toBe(AGENT_UID);
    expect(statSync(join(root, 'from/a.txt')).uid).toBe(0);
    // A hostile link must not hand a file of the machine to the agent.
    expect(statSync('/etc/passwd').uid).toBe(0);
  },
);

test('a workspace that is not there is a fault that names it', async () => {
  await expect(copyWorkspace(join(root, 'nothing'), join(root, 'to'), null)).rejects.toMatchObject({
    code: 'workspace-unusable',
    message: expect.stringContaining('nothing'),
  });
});
