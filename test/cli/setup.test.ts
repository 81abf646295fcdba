import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT, run } from './run-dispatch.ts';

let root: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup '));
  bin = join(root, 'bin');
  for (const folder of ['cli', 'bin', 'core', 'edge', 'action', 'lab', 'lab/redteam'])
    mkdirSync(join(root, folder));
  mkdirSync(join(root, 'test/mutation'), { recursive: true });
  for (const file of [
    'cli/setup.sh',
    'package-lock.json',
    'test/mutation/package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    copyFileSync(join(ROOT, file), join(root, file));
  }
  // npm and the build leave a line in `calls` and the files that the real ones would leave.
  program(
    'npm',
    'echo "npm $*" >>calls; mkdir -p "$4/node_modules"; touch "$4/node_modules/.package-lock.json"',
  );
  writeFileSync(join(root, 'cli/build.sh'), 'echo build >>calls; mkdir -p dist; echo 1 >dist/index.js\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const setup = (...steps: string[]) =>
  run('/bin/sh', [join(root, 'cli/setup.sh'), ...steps], { path: `${bin}:/usr/bin:/bin` });

function calls(): string[] {
  try {
    return readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** Sets a file's time, in seconds from now. */
function touch(path: string, seconds: number): void {
  const time = Date.now() / 1000 + seconds;
  utimesSync(join(root, path), time, time);
}

describe('setup installs the dependencies', () => {
  test('once, and says so in one line', async () => {
    expect(await setup('dependencies')).toMatchObject({
      code: 0,
      err: 'Installing the dependencies (npm ci).\n',
    });
    expect(await setup('dependencies')).toMatchObject({ code: 0, out: '', err: '' });
    expect(calls()).toEqual(['npm ci --no-progress --prefix .']);
  });

  test('again when the lock file changed', async () => {
    await setup('dependencies');
    writeFileSync(join(root, 'package-lock.json'), '{}\n');
    touch('package-lock.json', 5);
    await setup('dependencies');
    expect(calls()).toHaveLength(2);
  });

  test('not again after an npm ci by hand', async () => {
    touch('package-lock.json', -60);
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{}');
    expect(await setup('dependencies')).toMatchObject({ code: 0, err: '' });
    expect(calls()).toEqual([]);
  });

  test('or shows what npm said, and fails', async () => {
    program('npm', 'echo "npm error the registry is away"; exit 1');
    const { code, err } = await setup('dependencies');
    expect(code).toBe(1);
    expect(err).toContain('npm error the registry is away\nThe dependencies could not be installed');
  });
});

describe('setup installs the tools of mutation testing', () => {
  test('once, in their own folder', async () => {
    expect(await setup('mutation')).toMatchObject({
      code: 0,
      err: 'Installing the tools of mutation testing (npm ci).\n',
    });
    expect(await setup('mutation')).toMatchObject({ code: 0, out: '', err: '' });
    expect(calls()).toEqual(['npm ci --no-progress --prefix test/mutation']);
  });

  test('only when they are asked for', async () => {
    for (const name of ['bwrap', 'socat']) program(name, '');
    expect(await setup()).toMatchObject({ code: 0 });
    expect(calls()).toEqual(['npm ci --no-progress --prefix .', 'build']);
  });

  test('or shows what npm said, and fails', async () => {
    program('npm', 'echo "npm error the registry is away"; exit 1');
    const { code, err } = await setup('mutation');
    expect(code).toBe(1);
    expect(err).toContain('npm error the registry is away\nThe tools of mutation testing could not be');
  });
});

describe('setup builds the bundle', () => {
  test('once, and again when a source changed', async () => {
    expect(await setup('bundle')).toMatchObject({ code: 0, err: "Building the action's bundle.\n" });
    expect(await setup('bundle')).toMatchObject({ code: 0, err: '' });
    writeFileSync(join(root, 'core/new.ts'), '');
    await setup('bundle');
    expect(calls()).toEqual(['build', 'build']);
  });

  test('again when it was deleted', async () => {
    await setup('bundle');
    rmSync(join(root, 'dist'), { recursive: true });
    await setup('bundle');
    expect(calls()).toEqual(['build', 'build']);
  });

  test('or says what failed, and tries again the next time', async () => {
    writeFileSync(join(root, 'cli/build.sh'), 'echo "a type error"; exit 1\n');
    for (const _ of ['first', 'second']) {
      const { code, err } = await setup('bundle');
      expect({ code, err }).toEqual({
        code: 1,
        err: "Building the action's bundle.\na type error\nThe bundle could not be built: see the lines above.\n",
      });
    }
  });
});

describe('setup brings the sandbox', () => {
  /** A PATH without bubblewrap: only what the script itself needs. */
  const bare = (extra: Record<string, string>) => {
    for (const name of ['cksum', 'dirname', 'mkdir', 'cat', 'id', 'env'])
      program(name, `exec /usr/bin/${name} "$@"`);
    for (const [name, script] of Object.entries(extra)) program(name, script);
    return run('/bin/sh', [join(root, 'cli/setup.sh'), 'sandbox'], { path: bin });
  };

  test('with apt-get as root, refreshing its lists first', async () => {
    const apt = 'echo "apt-get $*" >>calls';
    expect(await bare({ 'apt-get': apt, id: 'echo 0' })).toMatchObject({
      code: 0,
      err: 'Installing bubblewrap socat (apt-get).\n',
    });
    expect(calls()).toEqual([
      'apt-get update -qq',
      'apt-get install -y -qq --no-install-recommends bubblewrap socat',
    ]);
  });

  test('with sudo for anyone else, and only what is missing', async () => {
    await bare({
      'apt-get': 'echo "apt-get $*" >>calls',
      id: 'echo 1000',
      sudo: '[ "$1" = -n ] && shift; exec "$@"',
      true: '',
      bwrap: '',
    });
    expect(calls().at(-1)).toBe('apt-get install -y -qq --no-install-recommends socat');
  });

  test('or says who can, when it may not', async () => {
    const { code, err } = await bare({ 'apt-get': '', id: 'echo 1000', sudo: 'exit 1' });
    expect({ code, err }).toEqual({
      code: 1,
      err: "The agent's sandbox needs bubblewrap socat, and only root may install it: run 'sudo apt-get install bubblewrap socat', then run the command again.\n",
    });
  });

  test('or says what to install, where there is no apt-get', async () => {
    const { code, err } = await bare({});
    expect(code).toBe(1);
    expect(err).toMatch(/needs bubblewrap socat, and there is no apt-get here/);
  });
});

describe('setup brings a Postgres server', () => {
  const bare = (extra: Record<string, string>) => {
    for (const name of ['dirname', 'mkdir', 'cat', 'env']) program(name, `exec /usr/bin/${name} "$@"`);
    for (const [name, script] of Object.entries({ id: 'echo 0', ...extra })) program(name, script);
    return run('/bin/sh', [join(root, 'cli/setup.sh'), 'postgres'], { path: bin });
  };
  const line = (name: string) => `echo "${name} $*" >>calls`;

  test('with apt-get, which is kept from starting one for the machine', async () => {
    const stubs = { 'apt-get': line('apt-get'), install: `cat >>calls; ${line('install')}`, rm: line('rm') };
    expect(await bare(stubs)).toMatchObject({ code: 0, err: 'Installing postgresql (apt-get).\n' });
    const conf = '/etc/postgresql-common/createcluster.d/agent-dispatch.conf';
    expect(calls()).toEqual([
      'create_main_cluster = false',
      `install -D -m 644 /dev/stdin ${conf}`,
      'apt-get update -qq',
      'apt-get install -y -qq --no-install-recommends postgresql',
      `rm -f ${conf}`,
    ]);
  });

  test('unless one is there', async () => {
    expect(await bare({ ls: 'echo /usr/lib/postgresql/15/bin/initdb' })).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(calls()).toEqual([]);
  });

  test.each([
    ['there is no apt-get', {}, /needs postgresql, and there is no apt-get here/],
    ['we may not', { 'apt-get': '', id: 'echo 1000', sudo: 'exit 1' }, /only root may install it: run 'sudo/],
  ])('or says what to do where %s', async (_, stubs, why) => {
    const { code, err } = await bare(stubs);
    expect(code).toBe(1);
    expect(err).toMatch(why);
    expect(calls()).toEqual([]);
  });
});

describe('setup brings a browser', () => {
  const bare = (extra: Record<string, string>) => {
    for (const name of ['dirname', 'mkdir', 'cat', 'env']) program(name, `exec /usr/bin/${name} "$@"`);
    for (const [name, script] of Object.entries({ id: 'echo 0', ...extra })) program(name, script);
    return run('/bin/sh', [join(root, 'cli/setup.sh'), 'browser'], { path: bin });
  };

  test('with apt-get', async () => {
    const { code, err } = await bare({ 'apt-get': 'echo "apt-get $*" >>calls' });
    expect({ code, err }).toEqual({ code: 0, err: 'Installing chromium fonts-dejavu-core (apt-get).\n' });
    expect(calls().at(-1)).toBe('apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core');
  });

  test.each(['chromium', 'google-chrome', 'chromium-browser'])('unless there is %s', async (name) => {
    expect(await bare({ [name]: '' })).toEqual({ code: 0, out: '', err: '' });
    expect(calls()).toEqual([]);
  });

  test('or says what to install, where there is no apt-get', async () => {
    const { code, err } = await bare({});
    expect(code).toBe(1);
    expect(err).toMatch(/needs chromium fonts-dejavu-core, and there is no apt-get here/);
  });
});

test('an unknown step is named', async () => {
  expect(await setup('everything')).toMatchObject({
    code: 1,
    err: expect.stringContaining("knows no step 'everything'"),
  });
});
