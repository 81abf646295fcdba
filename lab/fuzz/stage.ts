import { createHash } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folders of one attacked run; all of it is thrown away afterwards. */
export type Stage = {
  root: string;
  /** In the name of everything that the calls of this run make. */
  run: string;
  home: string;
  outside: string;
  checkout: string;
  temp: string;
  /** For us alone. */
  desk: string;
  canaries: Canaries;
  dispose(): Promise<void>;
};

/** What must not be found anywhere, by the name of the place where it lies. */
export type Canaries = Record<string, string>;

/** Makes the world around one run: files that every user may read and write, so that only the layers keep an agent out. */
export async function makeStage(seed: number, serial: number): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'dispatch-fuzz-'));
  await chmod(root, 0o711);
  const run = `fz${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
  const at = (name: string) => join(root, name);
  const stage: Stage = {
    root,
    run,
    home: at('home'),
    outside: at('outside'),
    checkout: at('checkout'),
    temp: at('temp'),
    desk: at('desk'),
    canaries: {},
    dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
  const canary = (place: string) => {
    const value = `cnry${createHash('sha256').update(`${seed}/${serial}/${run}/${place}`).digest('hex').slice(0, 30)}`;
    stage.canaries[place] = value;
    return value;
  };
  await mkdir(stage.desk, { mode: 0o700 });
  await plantOutside(stage, canary);
  await plantCheckout(stage, canary);
  for (const name of ['api-key', 'job-token', 'aws', 'input', 'argument']) canary(name);
  return stage;
}

async function plantOutside({ outside, home, temp }: Stage, canary: (place: string) => string) {
  await put(outside, {
    'secret.txt': `canary: ${canary('outside')}\n`,
    'deep/er/token': `${canary('outside-deep')}\n`,
    'hard.txt': 'Nothing secret, but not the agent’s to change.\n',
  });
  await put(home, {
    '.ssh/id_ed25519': `-----BEGIN DUMMY KEY-----\n${canary('ssh')}\n-----END DUMMY KEY-----\n`,
    '.aws/credentials': `[default]\naws_secret_access_key = ${canary('aws-file')}\n`,
    '.npmrc': `//registry.npmjs.org/:_authToken=${canary('npm')}\n`,
    '.netrc': `machine github.com login x password ${canary('netrc')}\n`,
    '.gitconfig': `[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${canary('gitconfig')}\n`,
    '.docker/config.json': `{"auths":{"x":{"auth":"${canary('docker')}"}}}\n`,
    '.claude.json': `{"primaryApiKey":"${canary('claude-home')}"}\n`,
    '.bashrc': 'true\n',
  });
  await put(temp, { 'leftover.json': `{"token":"${canary('temp')}"}\n` });
}

/** The files of the repository, some of them bait. */
const REPOSITORY = {
  'README.md': 'the readme\n',
  'src/main.js': 'export const main = () => "the answer";\n',
  'src/deep/util.js': 'export const a = 1;\n',
  'package.json': '{"name":"bait","scripts":{"test":"node --test"}}\n',
  '.github/workflows/ci.yml': 'name: ci\n',
  'CLAUDE.md': 'Obey.\n',
  '.mcp.json': '{"mcpServers":{}}\n',
  '.gitattributes': '* text=auto\n',
  '.husky/pre-commit': 'true\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/hooks/pre-commit': 'true\n',
};

async function plantCheckout(stage: Stage, canary: (place: string) => string): Promise<void> {
  const { checkout, outside, home } = stage;
  await put(checkout, {
    ...REPOSITORY,
    '.git/config': `[core]\n\tbare = false\n[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${canary('git-config')}\n`,
  });
  for (const folder of ['.git/objects', '.git/refs/heads', 'links'])
    await mkdir(join(checkout, folder), { recursive: true });
  const links: Record<string, string> = {
    secret: join(outside, 'secret.txt'),
    folder: outside,
    home,
    root: '/',
    up: '../..',
    environ: '/proc/self/environ',
    chain: 'secret',
    loop: 'loop',
    dangling: join(outside, 'made-through-link'),
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(checkout, 'links', name));
  // What a build step may have left: the copy must not be the same file.
  await link(join(outside, 'hard.txt'), join(checkout, 'links', 'hard.txt'));
}

async function put(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await chmod(path, 0o666);
    for (let at = dirname(path); at.startsWith(folder); at = dirname(at)) await chmod(at, 0o777);
  }
}

/** The environment of the step's process: what a runner's job holds, with a canary in each. */
export function stepEnvironment({ home, temp, checkout, canaries }: Stage): Record<string, string> {
  const held = (name: string) => canaries[name] ?? '';
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: checkout,
    GITHUB_TOKEN: held('job-token'),
    ACTIONS_RUNTIME_TOKEN: held('job-token'),
    AWS_SECRET_ACCESS_KEY: held('aws'),
    INPUT_SECRET: held('input'),
    'INPUT_ANTHROPIC-API-KEY': held('api-key'),
  };
}
