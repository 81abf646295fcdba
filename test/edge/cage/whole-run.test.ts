import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENT_UID } from '../../../edge/cage/identity.ts';
import { toolCache } from '../../../lab/package-root.ts';
import { realClaude } from '../../real-claude.ts';

/* Whole runs as the three kinds of users that runners have. The users are made for the test and removed again. */

const program = fileURLToPath(new URL('whole-run.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;
const hasSudo = existsSync('/usr/bin/sudo');
const SUDOERS = '/etc/sudoers.d/agent-dispatch-test';
const [ORDINARY, SUDOER] = [64_301, 64_302];

type Seen = {
  identity: { privilege: string };
  refusal: object | null;
  text: string;
  seen: string;
  left: string[];
};

async function runAs(uid: number): Promise<Seen> {
  const words = [
    '--reuid',
    String(uid),
    '--regid',
    String(uid),
    '--clear-groups',
    '--',
    process.execPath,
    program,
    toolCache,
  ];
  const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', TMPDIR: '/tmp' };
  const { stdout } = await promisify(execFile)('setpriv', words, { env, cwd: '/', timeout: 55_000 });
  return JSON.parse(stdout) as Seen;
}

/** Another user must be able to walk to this checkout. */
function isReachable(): boolean {
  for (let at = dirname(program); at !== dirname(at); at = dirname(at))
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  return true;
}

function held({ refusal, text, seen, left }: Seen): void {
  expect(refusal).toBeNull();
  expect(text).toBe('Done.');
  expect(seen).toContain('END');
  expect(seen).toContain('nnp=1');
  expect(seen).toContain('mode=600');
  expect(seen).not.toContain('GAINED-ROOT\\n');
  expect(left).toEqual([]);
  expect(sleepers()).toBe('');
}

/** The daemon that the agent left, should it live. */
function sleepers(): string {
  try {
    return execFileSync('pgrep', ['-f', '^sleep 4711$'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

describe.runIf(isRoot && isReachable())('a whole run', () => {
  beforeAll(async () => {
    await realClaude();
    accessSync(toolCache, constants.R_OK);
  }, 120_000);

  test('as root gives root up: the agent is a user of its own', async () => {
    const run = await runAs(0);
    expect(run.identity.privilege).toBe('root');
    held(run);
    expect(run.seen).toContain(`uid=${AGENT_UID}`);
  });

  test('as an ordinary user', async () => {
    const run = await runAs(ORDINARY);
    expect(run.identity.privilege).toBe('none');
    held(run);
    expect(run.seen).toContain(`uid=${ORDINARY}`);
  });

  describe.runIf(hasSudo)('as a user who may use sudo, as on GitHub’s runners,', () => {
    beforeAll(() => {
      writeFileSync(SUDOERS, `#${SUDOER} ALL=(ALL) NOPASSWD:ALL\n`, { mode: 0o440 });
      execFileSync('useradd', ['--no-create-home', '--uid', String(SUDOER), 'agent-dispatch-test'], {
        stdio: 'ignore',
      });
    });
    afterAll(() => {
      rmSync(SUDOERS, { force: true });
      execFileSync('userdel', ['agent-dispatch-test'], { stdio: 'ignore' });
    });

    test('the agent is another user, who cannot use sudo', async () => {
      const run = await runAs(SUDOER);
      expect(run.identity.privilege).toBe('sudo');
      held(run);
      expect(run.seen).toContain(`uid=${AGENT_UID}`);
    });
  });
});
