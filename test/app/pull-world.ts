import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git } from '../../edge/runner/git.ts';
import { FILES, makeWorld } from './world.ts';

export const CONFIG = '.github/dispatch.yml';
export const PROMPTED = `version: 1
agents:
  reviewer:
    description: Reviews code
    system_prompt_file: .github/prompts/reviewer.md
    tools: [Read, Grep]
    budget_usd: 2
`;
/** The same agent with a tool more. */
export const BASH = PROMPTED.replace('[Read, Grep]', '[Read, Grep, Bash]');

type Files = Record<string, string | null>;

/** A world whose repository has one agent with a prompt file, and pull requests against it. */
export async function makePullWorld(options: Parameters<typeof makeWorld>[0] = {}) {
  const files = { ...FILES, [CONFIG]: PROMPTED, '.github/prompts/reviewer.md': 'You review.\n' };
  const world = await makeWorld({ ...options, files: { ...files, ...options.files } });
  const { github, settle } = world;
  /** Commits files on top of a branch, on the branch `onto`; null removes one. Returns the commit. */
  const commit = (change: Files, from = 'main', onto = 'made') => commitIn(world.gitDir, change, from, onto);
  const open = async (headSha: string, options: { headOwner?: string; baseRef?: string } = {}) => {
    const pull = { title: 'Change', author: 'rita', headSha, ...options };
    const { number } = await github.createPullRequest('acme/app', pull);
    await settle();
    return { number, headSha };
  };
  return {
    world,
    commit,
    open,
    /** Opens a pull request with these files changed, and waits until the world is quiet. */
    opens: async (change: Files, options: { headOwner?: string } = {}) => open(await commit(change), options),
    pushes: async (number: number, change: Files) => {
      await github.pushToPullRequest('acme/app', number, await commit(change, 'made'));
      await settle();
    },
    /** What bots wrote below it, as it stands now. */
    told: (number: number) => world.answers(number).map(({ body }) => body),
    asked: (path: RegExp) => github.requests.filter((request) => path.test(request.path)),
  };
}

/** Commits files on top of the branch `from`, on the branch `onto`; null removes one. Returns the commit. */
export async function commitIn(gitDir: string, change: Files, from: string, onto: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'dispatch-commit-'));
  const run = (...args: string[]) =>
    git(['-c', 'user.name=Ada', '-c', 'user.email=ada@example.test', ...args], work);
  await run('clone', '-q', '--branch', from, gitDir, '.');
  for (const [path, text] of Object.entries(change)) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await (text === null ? rm(join(work, path)) : writeFile(join(work, path), text));
  }
  await run('add', '--all');
  await run('commit', '-qm', 'Change');
  await run('push', '-q', '--force', 'origin', `HEAD:refs/heads/${onto}`);
  const sha = await run('rev-parse', 'HEAD');
  await rm(work, { recursive: true });
  return sha;
}
