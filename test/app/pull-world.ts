import { commitInto, type Change } from '../bare-repository.ts';
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

/** A world whose repository has one agent with a prompt file, and pull requests against it. */
export async function makePullWorld(options: Parameters<typeof makeWorld>[0] = {}) {
  const files = { ...FILES, [CONFIG]: PROMPTED, '.github/prompts/reviewer.md': 'You review.\n' };
  const world = await makeWorld({ ...options, files: { ...files, ...options.files } });
  const { github, settle } = world;
  /** Commits files on top of a branch, on the branch `onto`; null removes one. Returns the commit. */
  const commit = (change: Change, from = 'main', onto = 'made') =>
    commitInto(world.gitDir, { change, from, onto });
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
    opens: async (change: Change, options: { headOwner?: string } = {}) =>
      open(await commit(change), options),
    pushes: async (number: number, change: Change) => {
      await github.pushToPullRequest('acme/app', number, await commit(change, 'made'));
      await settle();
    },
    /** What bots wrote below it, as it stands now. */
    told: (number: number) => world.answers(number).map(({ body }) => body),
    asked: (path: RegExp) => github.requests.filter((request) => path.test(request.path)),
  };
}
